"""Begins a profile."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from socket import getfqdn
from tempfile import TemporaryDirectory

from wsgigen.app.cluster import load_cluster
from wsgigen.app.interview import Ask, InitOptions, Interview
from wsgigen.app.names import completions
from wsgigen.app.plan import load_plan
from wsgigen.app.services_here import Sources, release_here, services_here
from wsgigen.app.target import BuildTarget
from wsgigen.catalog.choices import LayoutName, Manager
from wsgigen.discover import prompts
from wsgigen.discover.buildable import buildable
from wsgigen.discover.draft import ProfileDraft, merged, text
from wsgigen.discover.found import Found, Unknown, nodes
from wsgigen.errors import Location, Problem, Refusal, UserError, attempt
from wsgigen.files.save import save
from wsgigen.host.installed import platform_name
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.profile import kinds
from wsgigen.record import record

#: The keys of a profile whose words come from an option of the same name.
_OPTIONS = ("layout", "platform", "openstack", "venv", "server_name", "listen", "manager")


@record
class Begun:
    """A profile that was written, and what a person should know about it."""

    draft: ProfileDraft
    notes: tuple[str, ...]


def init(options: InitOptions, ask: Ask | None) -> Begun:
    """Write a profile of what *options* say and name; what they do not say is asked for.

    Nothing is asked for if *ask* is None, nor where a service is named or looked for. Raises
    UserError for a file that is there, and for words of which no profile can be made.
    """
    _refuse_existing(options)
    cluster = load_cluster(options.cib)
    is_told = any((options.installed, options.vhosts, options.cib, options.services))
    interview = Interview(options, None if is_told else ask)
    draft, notes = _draft(interview, completions(), cluster)
    draft = buildable(draft, partial(_problems, options.file.stem))
    save(options.file, text(draft))
    return Begun(draft, (*notes, *_left_out(draft)))


def _refuse_existing(options: InitOptions) -> None:
    if os.path.exists(options.file) and not options.force:
        fix = "name another file, or replace it with --force"
        raise UserError([Problem("is there already", fix, location=Location(str(options.file)))])


def _draft(
    interview: Interview, names: Mapping[str, Mapping[str, str]], cluster: Cib | None
) -> tuple[ProfileDraft, tuple[str, ...]]:
    """Return what the profile begins with, and notes on what was not asked for."""
    options, answer = interview.options, interview.answer
    platform = _choice(interview, "platform", platform_name() or "debian-12", names)
    layout = _choice(interview, "layout", LayoutName.PER_SERVICE, names)
    services, unknown = _services(interview, platform, names, cluster)
    release = release_here(platform, options.venv, services)
    openstack = answer("openstack", "OpenStack release", release.name, prompts.of(kinds.RELEASE))
    host, server = prompts.host(getfqdn()), "Host name that clients use"
    managers = "Who starts and stops the units (systemd, pacemaker)"
    node_names, strange = nodes(cluster) if cluster else ((), "")
    draft = ProfileDraft(
        layout=layout,
        platform=platform,
        openstack=openstack,
        server_name=answer("server_name", server, host, prompts.of(kinds.HOST)),
        manager=answer("manager", managers, Manager.SYSTEMD, prompts.of(kinds.MANAGER)),
        listen=options.listen,
        nodes=node_names,
        services=services,
        unknown=unknown,
        about=names,
        schema=prompts.schema(options.schema),
        release=release.why if openstack == release.name else "",
        venv=options.venv,
    )
    was_chosen = bool(options.openstack or interview.ask)
    strange_nodes = (f"the cluster's nodes are left out: {strange}",) if strange else ()
    return draft, (*(() if was_chosen else release.notes), *strange_nodes)


def _choice(
    interview: Interview, key: str, default: str, names: Mapping[str, Mapping[str, str]]
) -> str:
    """Return the layout or the platform."""
    question = f"{key.capitalize()} ({', '.join(names[key])})"
    return str(interview.answer(key, question, default, prompts.one_of(names[key])))


def _services(
    interview: Interview,
    platform: str,
    names: Mapping[str, Mapping[str, str]],
    cluster: Cib | None,
) -> tuple[tuple[Found, ...], tuple[Unknown, ...]]:
    """Return the services that are named or there, and what is served but unknown.

    Raises UserError when there is neither.
    """
    options = interview.options
    question = "Services of the catalogue, separated by spaces"
    read = prompts.some_of(names["services"], interview.ask is not None)
    named = interview.answer("services", question, "", read)
    sources = Sources(options.installed, options.vhosts, cluster)
    services, unknown = merged(services_here(named, platform, sources))
    if services or unknown:
        return services, unknown
    if options.installed:
        message = "no service of the catalogue is installed here"
        raise UserError([Problem(message, "name one with --service NAME")])
    fix = "name one with --service NAME, or take what is there with --installed"
    raise UserError([Problem("there is no service", fix)])


def _problems(name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a profile's text; the location of what an option says is that."""
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        path = Path(temporary) / f"{name}.yaml"
        path.write_text(text)
        made = attempt(partial(load_plan, BuildTarget(path, root=path.parent)))
    problems = made.problems if isinstance(made, Refusal) else ()
    return tuple(replace(problem, location=_option(problem, text)) for problem in problems)


def _option(problem: Problem, text: str) -> Location | None:
    """Return the option that decides the line of a profile's *text* that *problem* is about."""
    number = problem.location.line if problem.location else 0
    line = text.splitlines()[number - 1] if number else ""
    key = str(problem.key[0]) if problem.key else line.partition(":")[0]
    return Location(f"--{key.replace('_', '-')}") if key in _OPTIONS else None


def _left_out(draft: ProfileDraft) -> tuple[str, ...]:
    """Return what could not stay in the profile, and why."""
    services = (f"{omitted.name} is left out: {omitted.why}" for omitted in draft.omitted)
    keys = (
        f"{service.service} goes without {key}"
        for service in draft.services
        for key in service.omitted
    )
    return (*services, *keys)
