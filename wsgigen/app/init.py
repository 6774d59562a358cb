"""Begins a profile."""

import os
from collections.abc import Mapping
from functools import partial
from socket import getfqdn

from wsgigen.app.cluster import load_cluster
from wsgigen.app.draft_problems import problems_of_text
from wsgigen.app.interview import Ask, InitOptions, Interview
from wsgigen.app.names import completions
from wsgigen.app.services_here import Sources, release_here, services_here
from wsgigen.catalog.choices import LayoutName, Manager
from wsgigen.discover import prompts
from wsgigen.discover.buildable import buildable
from wsgigen.discover.draft import ProfileDraft, merged, text
from wsgigen.discover.found import Found, Unknown, nodes
from wsgigen.discover.release import Release
from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.save import save
from wsgigen.host.installed import platform_name
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.profile import kinds
from wsgigen.record import record


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
    begun = _begin(interview, completions(), cluster)
    draft = buildable(begun.draft, partial(problems_of_text, options.file.stem))
    save(options.file, text(draft))
    return Begun(draft, (*begun.notes, *_left_out(draft)))


def _refuse_existing(options: InitOptions) -> None:
    if os.path.exists(options.file) and not options.force:
        fix = "name another file, or replace it with --force"
        raise UserError([Problem("is there already", fix, location=Location(str(options.file)))])


def _begin(
    interview: Interview, names: Mapping[str, Mapping[str, str]], cluster: Cib | None
) -> Begun:
    """Return what the profile begins with, and notes on what was not asked for."""
    options = interview.options
    platform = _choice(interview, "platform", platform_name() or "debian-12", names)
    layout = _choice(interview, "layout", LayoutName.PER_SERVICE, names)
    services, unknown = _services(interview, platform, names, cluster)
    release = release_here(platform, options.venv, services)
    openstack = _openstack(interview, release)
    node_names, strange_nodes = _nodes(cluster)
    draft = ProfileDraft(
        layout=layout,
        platform=platform,
        openstack=openstack,
        server_name=_server_name(interview),
        manager=_manager(interview),
        listen=options.listen,
        nodes=node_names,
        services=services,
        unknown=unknown,
        about=names,
        schema=prompts.schema(options.schema),
        release=release.why if openstack == release.name else "",
        venv=options.venv,
    )
    was_asked = options.openstack or interview.ask
    return Begun(draft, (*(() if was_asked else release.notes), *strange_nodes))


def _nodes(cluster: Cib | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the cluster's nodes, or a note on why they are left out."""
    names, reason = nodes(cluster) if cluster else ((), "")
    return names, (f"the cluster's nodes are left out: {reason}",) if reason else ()


def _openstack(interview: Interview, release: Release) -> str:
    read = prompts.of(kinds.RELEASE)
    return str(interview.answer("openstack", "OpenStack release", release.name, read))


def _server_name(interview: Interview) -> str:
    default, read = prompts.host(getfqdn()), prompts.of(kinds.HOST)
    return str(interview.answer("server_name", "Host name that clients use", default, read))


def _manager(interview: Interview) -> str:
    question = f"Who starts and stops the units ({', '.join(Manager)})"
    read = prompts.of(kinds.MANAGER)
    return str(interview.answer("manager", question, Manager.SYSTEMD, read))


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


def _left_out(draft: ProfileDraft) -> tuple[str, ...]:
    """Return what could not stay in the profile, and why."""
    services = (f"{service.name} is left out: {service.why}" for service in draft.omitted)
    keys = (
        f"{service.service} goes without {key}"
        for service in draft.services
        for key in service.omitted
    )
    return (*services, *keys)
