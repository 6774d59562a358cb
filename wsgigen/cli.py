"""The command line: parse, call, print, exit.

What only one command needs is imported by that command: a build takes less time than importing all of it.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from inspect import cleandoc
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wsgigen import __version__
from wsgigen.errors import Location, Problem, UserError, lines, suggest, visible

if TYPE_CHECKING:
    from wsgigen.catalog.model import Platform
    from wsgigen.check.results import Report
    from wsgigen.discover.found import Found, Unknown
    from wsgigen.discover.release import Release
    from wsgigen.pacemaker.cib.model import Cib
    from wsgigen.plan.model import Plan
    from wsgigen.profile.model import Profile
    from wsgigen.profile.schema import Words
    from wsgigen.profile.source import Source
    from wsgigen.tree.diff import Difference
    from wsgigen.tree.write import Written

_PATH = click.Path(path_type=Path)


def _complete(key: str) -> Any:
    """What completes a word in a shell: the names that the key of a profile takes."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from wsgigen.app.names import names

        return [
            CompletionItem(name, help=about)
            for name, about in names(key).items()
            if name.startswith(incomplete)
        ]

    return complete


_PROFILE = click.argument("profile", type=_PATH)
_PROFILES = click.argument("profiles", metavar="PROFILE...", nargs=-1, required=True, type=_PATH)
_LAYOUT = click.option(
    "--layout",
    metavar="LAYOUT",
    shell_complete=_complete("layout"),
    help="Use this layout instead of the profile's: single, per-service, grouped.",
)
_PLATFORM = click.option(
    "--platform",
    metavar="PLATFORM",
    shell_complete=_complete("platform"),
    help="Use this platform instead of the profile's.",
)
_APACHE = click.option(
    "--apache",
    type=click.Choice(["system", "embedded"]),
    help="Use this Apache [default: the system's, else the embedded].",
)
_CIB = click.option(
    "--cib",
    metavar="FILE",
    type=_PATH,
    help="Judge this cluster too: what `cibadmin --query` prints.",
)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@contextmanager
def _for_readers() -> Iterator[None]:
    """End by SIGPIPE, as programs do, when the reader has gone: click would exit with 1, which is a verdict of ours."""
    try:
        yield
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)


class _Command(click.Command):
    """Takes no empty words: a variable that a shell does not have would be a name, or the current directory."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; raises UserError for an empty word."""
        words = ["", *args]
        empty = [
            (before, word)
            for before, word in pairwise(words)
            if not word or (word.startswith("--") and word.endswith("="))
        ]
        if empty and not ctx.resilient_parsing:
            before, word = empty[0]
            option = word.removesuffix("=") or (before if before.startswith("-") else "")
            location = Location(option) if option else None
            raise UserError(
                [
                    Problem(
                        "is empty" if option else "an argument is empty",
                        "give it a value, or leave it out",
                        location=location,
                    )
                ]
            )
        return super().parse_args(ctx, args)


class _Commands(click.Group):
    """Turns what is wrong with the user's input into messages and exit status 2, a closed pipe into the end by SIGPIPE."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; where stdout is a file on a full disk, say so. Names of files may hold what no encoding knows."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().main(*args, **extra)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
                raise
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # or Python fails once more when it exits
            click.echo(f"error: the output cannot be written: {error.strerror}", err=True)
            sys.exit(1)

    command_class = _Command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse, which prints --help and --version."""
        with _for_readers():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _for_readers():
                return super().invoke(ctx)
        except UserError as error:
            for line in lines(error.problems):
                click.echo(line, err=True)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Apache, mod_wsgi and systemd deployments of WSGI services, from one profile.

    Exit status: 0 done, 1 a difference or a failed verification, 2 unusable input.

    Environment: on a terminal tables fit COLUMNS; NO_COLOR prints no colours, FORCE_COLOR prints them into pipes too.
    """


@main.command()
@_PROFILES
@_LAYOUT
@_PLATFORM
@click.option(
    "--root",
    metavar="DIR",
    type=_PATH,
    help="Build into DIR, several into DIR/PROFILE [default: build/PROFILE].",
)
@click.option("--force", is_flag=True, help="Replace files that others wrote or changed.")
@click.option(
    "--keep-running",
    is_flag=True,
    help="With --root /: leave the files of units that run and are no longer asked for.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing: show what a build would change, and exit with 1 for anything.",
)
@click.option(
    "--files-list",
    metavar="FILE",
    type=_PATH,
    help="Write what a package has to hold to FILE: for RPM's `%files -f`, or a debian/PACKAGE.install.",
)
@click.option(
    "--split", is_flag=True, help="Write what belongs to one instance alone to FILE.INSTANCE."
)
def build(
    profiles: tuple[Path, ...],
    layout: str | None,
    platform: str | None,
    root: Path | None,
    force: bool,
    keep_running: bool,
    check: bool,
    files_list: Path | None,
    split: bool,
) -> None:
    """Build the tree of each PROFILE, rooted like the target host. A directory stands for the profiles in it.

    \b
    Examples:
      wsgigen build controller.yaml
      wsgigen build controller.yaml --layout single --platform el-9
      wsgigen build controller.yaml --root "$DESTDIR" --files-list files
      wsgigen build --check profiles/ --root golden
    """
    paths = _profiles(profiles)
    many = len(paths) > 1 or profiles[0].is_dir()
    problems = list(
        _unusual(
            paths,
            check=check,
            force=force,
            keep_running=keep_running,
            files_list=files_list,
            split=split,
        )
    )
    differ = False
    for path in () if problems else paths:
        where = root / path.stem if root and many else _root(path, root)
        try:
            if check:
                differ |= _compared(path, layout, platform, where)
            elif files_list:
                _package(path, layout, platform, where, force, files_list, split)
            else:
                _built(path, layout, platform, where, force, keep_running)
        except UserError as error:
            problems += error.problems
    if check and not problems:
        differ |= _left_over(
            root or Path("build"), paths, [path for path in profiles if path.is_dir()]
        )
    if problems:
        raise UserError(problems)
    if differ:
        sys.exit(1)


def _unusual(
    paths: list[Path],
    *,
    check: bool,
    force: bool,
    keep_running: bool,
    files_list: Path | None,
    split: bool,
) -> Iterator[Problem]:
    """What is wrong with a build's words taken together."""
    if split and not files_list:
        yield Problem("--split needs a list to split", "name it with --files-list FILE")
    for option, given in (
        ("--force", force),
        ("--keep-running", keep_running),
        ("--files-list", files_list),
    ):
        if check and given:
            yield Problem(
                f"--check writes nothing, so it goes without {option}", "leave one of them out"
            )
    if files_list and len(paths) > 1:
        yield Problem(
            "--files-list is of one profile", "name one profile, or call wsgigen once for each"
        )
    first: dict[str, Path] = {}
    for path in paths:
        if first.setdefault(path.stem, path) != path:
            message = f"has the name of {first[path.stem]}, whose tree it would replace"
            yield Problem(
                message, "rename one of them, or build it by itself", location=Location(str(path))
            )


@main.command()
@_PROFILE
@_LAYOUT
@_PLATFORM
@click.option("--root", type=_PATH, help="Directory to compare with [default: build/PROFILE].")
def diff(profile: Path, layout: str | None, platform: str | None, root: Path | None) -> None:
    """Show where the tree below the root and PROFILE differ; exit status 1 where they do.

    \b
    Examples:
      wsgigen diff controller.yaml
      wsgigen diff /etc/wsgigen/controller.yaml --root /
    """
    from wsgigen.render.render import render
    from wsgigen.tree.diff import diff as differences

    root = _root(profile, root)
    sys.exit(1 if _shown(differences(render(_plan(profile, layout, platform, root)), root)) else 0)


@main.command()
@_PROFILE
@click.option(
    "--root",
    metavar="DIR",
    type=_PATH,
    help="Remove from DIR, which was built with --root DIR [default: build/PROFILE].",
)
@click.option(
    "--force", is_flag=True, help="Remove files that were changed since they were built, too."
)
def remove(profile: Path, root: Path | None, force: bool) -> None:
    """Remove what `wsgigen build` wrote below the root from PROFILE; exit status 1 where something stays.

    A file that somebody changed stays and is named, and so does each directory that holds something else. Nothing is stopped:
    with --root / the command refuses as long as units of the tree are active or enabled, and prints what ends that.
    Accounts, logs and databases stay. What a package installed is removed with the package.

    \b
    Examples:
      wsgigen remove controller.yaml
      wsgigen remove /etc/wsgigen/controller.yaml --root /
    """
    from wsgigen.host.removal import in_the_way, is_this_machine, next_steps
    from wsgigen.tree.remove import installed
    from wsgigen.tree.remove import remove as remove_tree
    from wsgigen.tree.units import units_of

    root = _root(profile, root)
    units, here = units_of(installed(root, profile.stem)), is_this_machine(root)
    if problems := list(in_the_way(units, root)) if here else []:
        raise UserError(problems)
    done = remove_tree(root, profile.stem, force=force)
    for problem in done.kept:
        click.echo(visible(f"{problem.location}: kept: {problem.message}"), err=True)
        click.echo(visible(f"    fix: {problem.fix}"), err=True)
    click.echo(f"{root}: {len(done.removed)} removed, {len(done.kept)} kept")
    for step in next_steps(units) if here else ():
        click.echo(f"next: {step}")
    sys.exit(1 if done.kept else 0)


@main.command()
@click.argument("file", default="profile.yaml", type=_PATH)
@click.option(
    "--layout",
    metavar="LAYOUT",
    shell_complete=_complete("layout"),
    help="single, per-service or grouped [default: per-service].",
)
@click.option(
    "--platform",
    metavar="PLATFORM",
    shell_complete=_complete("platform"),
    help="Distribution that the files are for [default: this machine's].",
)
@click.option(
    "--service",
    "services",
    metavar="NAME",
    multiple=True,
    shell_complete=_complete("services"),
    help="A service of the catalogue; may be given again.",
)
@click.option(
    "--openstack",
    metavar="RELEASE",
    help="OpenStack release [default: what is installed, else what the platform ships].",
)
@click.option(
    "--venv",
    metavar="DIR",
    help="Virtual environment that the services run from [default: the platform's packages].",
)
@click.option(
    "--server-name", metavar="HOST", help="Host name that clients use [default: this machine's]."
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    multiple=True,
    help="Address to listen on [default: all]; may be given again.",
)
@click.option(
    "--manager",
    type=click.Choice(["systemd", "pacemaker"]),
    help="Who starts and stops the units [default: systemd].",
)
@click.option(
    "--installed",
    is_flag=True,
    help="Take the services whose packages are installed here, and what Apache serves here.",
)
@click.option(
    "--vhosts",
    metavar="PATH",
    multiple=True,
    type=_PATH,
    help="Take what these files or directories of Apache's serve.",
)
@_CIB
@click.option(
    "--schema",
    metavar="URL",
    help="Schema that editors read [default: the one installed with wsgigen].",
)
@click.option("--force", is_flag=True, help="Replace FILE.")
def init(
    file: Path,
    cib: Path | None,
    installed: bool,
    vhosts: tuple[Path, ...],
    force: bool,
    **asked: Any,
) -> None:
    """Begin a profile, with comments, in FILE [default: profile.yaml].

    On a terminal, what no option says is asked for, unless a service is named or looked for. A service that needs more
    than is known is left out, as a comment.

    \b
    Examples:
      wsgigen init
      wsgigen init controller.yaml --platform el-9 --service keystone
      wsgigen init controller.yaml --installed --cib cib.xml
    """
    from shlex import quote

    from wsgigen.app.names import words
    from wsgigen.discover.buildable import settled
    from wsgigen.discover.draft import ProfileDraft, text
    from wsgigen.discover.found import nodes as nodes_of
    from wsgigen.tree.put import save

    if file.exists() and not force:
        raise UserError(
            [
                Problem(
                    "is there already",
                    "name another file, or replace it with --force",
                    location=Location(str(file)),
                )
            ]
        )
    about, cluster = words(), _cluster(cib)
    there = partial(_found, installed=installed, vhosts=vhosts, cluster=cluster)
    answers, notes = _answers(
        asked,
        about,
        there,
        installed=installed,
        ask=sys.stdin.isatty() and not any((installed, vhosts, cib, asked["services"])),
    )
    nodes, strange = nodes_of(cluster) if cluster else ((), "")
    begun = settled(ProfileDraft(**answers, nodes=nodes, about=about), partial(_judged, file.stem))
    save(file, text(begun))
    for note in notes:
        click.echo(visible(f"note: {note}"), err=True)
    if strange:
        click.echo(visible(f"note: the cluster's nodes are left out: {strange}"), err=True)
    for one in begun.left:
        click.echo(visible(f"note: {one.what} is left out: {one.why}"), err=True)
    for service in begun.services:
        for line in service.left:
            click.echo(visible(f"note: {service.service} goes without {line}"), err=True)
    click.echo(
        visible(
            f"{file}: {', '.join(one.service for one in begun.services)}; next: wsgigen check {quote(str(file))}"
        )
    )


def _answers(
    asked: dict[str, Any],
    about: "Words",
    there: "Callable[[Iterable[str], str], Iterator[Found | Unknown]]",
    *,
    installed: bool,
    ask: bool,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the options say; for the rest what is answered if *ask*, else what is likely. And notes on what was not asked.

    *there* finds the services from those that are named, on a platform. Raises UserError when there is none.
    """
    from socket import getfqdn

    from wsgigen.discover import prompts as questions
    from wsgigen.discover.draft import merged
    from wsgigen.host.installed import platform_name
    from wsgigen.profile import kinds

    def answer(name: str, question: str, default: str, reads: Any) -> Any:
        if asked[name] or not ask:
            return asked[name] or reads(default)
        return click.prompt(question, default=default, value_proc=reads, err=True)

    platform = answer(
        "platform",
        f"Platform ({', '.join(about['platform'])})",
        platform_name() or "debian-12",
        questions.one_of(about["platform"]),
    )
    layout = answer(
        "layout",
        f"Layout ({', '.join(about['layout'])})",
        "per-service",
        questions.one_of(about["layout"]),
    )
    names = answer(
        "services",
        "Services of the catalogue, separated by spaces",
        "",
        questions.some_of(about["services"], ask),
    )
    services, unknown = merged(there(names, platform))
    if not services and not unknown:
        if installed:
            raise UserError(
                [
                    Problem(
                        "no service of the catalogue is installed here",
                        "name one with --service NAME",
                    )
                ]
            )
        raise UserError(
            [
                Problem(
                    "there is no service",
                    "name one with --service NAME, or take what is there with --installed",
                )
            ]
        )
    release = _release(platform, asked["venv"], services)
    openstack = answer("openstack", "OpenStack release", release.name, questions.of(kinds.RELEASE))
    answers = {
        "platform": platform,
        "layout": layout,
        "services": services,
        "unknown": unknown,
        "openstack": openstack,
        "release": release.why if openstack == release.name else "",
        "venv": asked["venv"],
        "server_name": answer(
            "server_name",
            "Host name that clients use",
            questions.host(getfqdn()),
            questions.of(kinds.HOST),
        ),
        "manager": answer(
            "manager",
            "Who starts and stops the units (systemd, pacemaker)",
            "systemd",
            questions.of(kinds.MANAGER),
        ),
        "listen": tuple(asked["listen"]),
        "schema": questions.schema(asked["schema"]),
    }
    return answers, () if asked["openstack"] or ask else release.notes


def _release(platform: str, venv: str | None, services: "Iterable[Found]") -> "Release":
    """The OpenStack release that *services* are of, as far as this machine and *platform* tell."""
    from wsgigen.discover.release import release
    from wsgigen.host import installed as machine
    from wsgigen.registry import find

    facts = find("wsgigen.catalog.platforms", platform, "PLATFORM")
    wanted = [
        (find("wsgigen.catalog.services", one.service, "SERVICE"), one.keys.get("venv") or venv)
        for one in services
    ]
    own = machine.platform_name() == platform
    seen = machine.installed((each for each in wanted if own or each[1]), facts) if facts else ()
    return release(facts, seen, uses_venv=bool(wanted) and all(each for _, each in wanted))


def _found(
    names: Iterable[str],
    platform: str,
    *,
    installed: bool,
    vhosts: Iterable[Path],
    cluster: "Cib | None",
) -> Iterator["Found | Unknown"]:
    """The services that are named, and those that are there. Raises UserError for a name that the catalogue has not."""
    from wsgigen.app.summary import services
    from wsgigen.discover import found
    from wsgigen.discover import vhosts as apache
    from wsgigen.host import installed as machine
    from wsgigen.registry import find

    catalogue = services()
    known = {one.name for one in catalogue}
    if wrong := [name for name in names if name not in known]:
        raise UserError(
            [
                Problem(
                    f"{name} is not in the catalogue",
                    suggest(name, known),
                    location=Location("--service"),
                )
                for name in wrong
            ]
        )
    yield from (found.Found(name, "", {}) for name in names)
    paths = [*vhosts, *(machine.vhosts() if installed else ())]
    facts = find("wsgigen.catalog.platforms", platform, "PLATFORM")
    family = facts.family if facts else None
    yield from found.of_vhosts(apache.mounted(machine.configuration(paths)), family, catalogue)
    yield from found.of_packages(machine.packages(), family, catalogue) if installed else ()
    yield from found.of_cib(cluster, catalogue) if cluster else ()


def _judged(name: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with a profile's text; the place of what came from an option is that."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        path = Path(temporary) / f"{name}.yaml"
        path.write_text(text)
        try:
            _plan(path, None, None, path.parent)
        except UserError as error:
            return tuple(replace(one, location=_asked(one, text)) for one in error.problems)
    return ()


def _asked(problem: Problem, text: str) -> Location | None:
    """The option that decides the line of a begun profile that *problem* is about."""
    line = (
        text.splitlines()[problem.location.line - 1]
        if problem.location and problem.location.line
        else ""
    )
    key = str(problem.key[0]) if problem.key else line.partition(":")[0]
    known = ("layout", "platform", "openstack", "venv", "server_name", "listen", "manager")
    return Location(f"--{key.replace('_', '-')}") if key in known else None


@main.command()
@_PROFILE
@_LAYOUT
@_PLATFORM
@_FORMAT
def show(profile: Path, layout: str | None, platform: str | None, form: str) -> None:
    """Show what PROFILE becomes: instances, units, ports, processes, timeouts in seconds.

    client: how long who asks waits, then gets 504. work: how long a request may go on, then its process is killed.
    balancer: how long a load balancer has to wait at least.

    \b
    Examples:
      wsgigen show controller.yaml --layout single
      wsgigen show controller.yaml --format json | jq '.instances[].unit'
    """
    import json

    from wsgigen.app import summary
    from wsgigen.text import terminal

    plan = _plan(profile, layout, platform, _root(profile, None))
    if form == "json":
        click.echo(json.dumps(summary.plan_json(plan), indent=2))
        return
    terminal.table(summary.PLAN_HEADINGS, summary.plan_rows(plan), summary.PLAN_SPARE)
    terminal.dressed("".join(f"note: {note}\n" for note in plan.notes))


@main.command()
@click.argument("profiles", metavar="[PROFILE]...", nargs=-1, type=_PATH)
@_CIB
@_LAYOUT
@_PLATFORM
@click.option(
    "--select",
    metavar="RULE",
    multiple=True,
    shell_complete=_complete("accept"),
    help="Ask this rule only; may be given again.",
)
@click.option(
    "--ignore",
    metavar="RULE",
    multiple=True,
    shell_complete=_complete("accept"),
    help="Do not ask this rule; may be given again.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["risk", "conflict", "advice"]),
    default="conflict",
    show_default=True,
    help="Exit with 1 for findings as grave as this, or graver.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
)
@click.option("--sarif", metavar="FILE", type=_PATH, help="Write the report as SARIF to FILE too.")
@click.option(
    "--junit", metavar="FILE", type=_PATH, help="Write the report as JUnit's XML to FILE too."
)
@click.option(
    "--prove",
    is_flag=True,
    help="Have Pacemaker's crm_simulate show each conflict that it can show.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Name every rule that had nothing to look at, and what it needs.",
)
def check(
    profiles: tuple[Path, ...],
    cib: Path | None,
    layout: str | None,
    platform: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    form: str,
    sarif: Path | None,
    junit: Path | None,
    prove: bool,
    verbose: bool,
) -> None:
    """Say which layout of each PROFILE conflicts with Pacemaker's per-component model, and what else is wrong.

    A directory stands for the profiles in it. Every layout is judged; what is found in the chosen one is listed, and
    decides the exit status: 0 no conflict, 1 a conflict, 2 unusable input. What could not be looked at is counted, and
    named with what that needs by --verbose and in every other format.

    \b
    Examples:
      wsgigen check profiles/*.yaml
      wsgigen check controller.yaml --layout single --fail-on risk
      cibadmin --query > cib.xml; wsgigen check controller.yaml --cib cib.xml
      wsgigen check profiles/ --sarif check.sarif --junit check.xml
    """
    from wsgigen.check.report import arranged, of_cib, of_profile
    from wsgigen.check.results import CheckRun, Format
    from wsgigen.check.rule import Severity
    from wsgigen.check.run import rules
    from wsgigen.host.installed import installed_of
    from wsgigen.registry import find
    from wsgigen.text import terminal
    from wsgigen.tree.put import save

    asked, cluster = rules(select, ignore), _cluster(cib)
    given = [name for name, word in (("layout", layout), ("platform", platform)) if word]
    if not profiles and not cluster:
        raise UserError(
            [
                Problem(
                    "there is nothing to check", "name a profile, or give a cluster with --cib FILE"
                )
            ]
        )
    reports: list[Report] = []
    if cluster and not profiles:
        report = of_cib(cluster, asked)
        reports.append(_proved(report, None, cib) if prove else report)
    problems: list[Problem] = []
    for path in map(_relative, _profiles(profiles)):
        try:
            with _read(path, given) as (written, source):
                profile = replace(written, platform=platform or written.platform)
                report = of_profile(
                    profile,
                    source,
                    asked,
                    layout=layout,
                    cib=cluster,
                    installed=installed_of(profile),
                )
                reports.append(
                    _proved(report, arranged(profile, report.layout), cib) if prove else report
                )
        except UserError as error:
            problems += error.problems
    checked = CheckRun(tuple(reports), tuple(problems), Severity[fail_on.upper()], verbose)
    chosen: Format = find("wsgigen.check.formats", form, "FORMAT")
    (terminal.dressed if form == "text" else partial(click.echo, nl=False))(chosen.render(checked))
    for name, file in (("sarif", sarif), ("junit", junit)):
        if file:
            save(file, find("wsgigen.check.formats", name, "FORMAT").render(checked))
    for line in lines(problems):
        click.echo(line, err=True)
    sys.exit(checked.status)


@main.command()
@_PROFILE
@_CIB
@_PLATFORM
@_FORMAT
def compare(profile: Path, cib: Path | None, platform: str | None, form: str) -> None:
    """Show what each layout of PROFILE costs, side by side: verdict, reach of each action, processes, recovery.

    Counted are the services of one node that lose requests, for the service where it is worst; the layout of the profile has a star.

    \b
    Examples:
      wsgigen compare controller.yaml
      wsgigen compare plain.yaml --format json | jq '.layouts[].reach.stop'
    """
    import json

    from wsgigen.check import compare as made
    from wsgigen.check.report import of_profile
    from wsgigen.check.run import rules
    from wsgigen.host.installed import installed_of
    from wsgigen.text import terminal

    cluster = _cluster(cib)
    with _read(profile, ("platform",) if platform else ()) as (written, source):
        profile_ = replace(written, platform=platform or written.platform)
        report = of_profile(
            profile_, source, rules(), cib=cluster, installed=installed_of(profile_)
        )
    if form == "json":
        click.echo(json.dumps(made.plain(report), indent=2))
        return
    terminal.table(made.headings(report), made.rows(report))
    ending = ("", *made.formulas(report), *(f"note: {note.message}" for note in report.notes))
    terminal.dressed("".join(f"{line}\n" for line in ending))


@main.command()
@click.argument("rule", required=False, shell_complete=_complete("accept"))
def explain(rule: str | None) -> None:
    """Print the page of RULE: what it checks, why, and what to do instead; or list all rules.

    \b
    Examples:
      wsgigen explain
      wsgigen explain shared-instance
    """
    from wsgigen.check.page import page
    from wsgigen.check.run import rules
    from wsgigen.text import terminal

    known = rules()
    if rule is None:
        terminal.table(
            ("rule", "severity", "says"),
            ((one.name, one.severity.word, page(one.page).summary) for one in known.values()),
        )
        return
    if rule not in known:
        raise UserError([Problem(f"{rule} is not a rule", suggest(rule, known))])
    terminal.dressed(f"{rule} ({known[rule].severity.word})\n\n{cleandoc(known[rule].page)}\n")


@main.command()
@_PROFILE
@click.option(
    "--cib",
    metavar="FILE",
    type=_PATH,
    help="Ask about this cluster: what `cibadmin --query` prints.",
)
@_LAYOUT
@_PLATFORM
@click.option("--stop", metavar="NAME", help="Stop a resource.")
@click.option(
    "--fail", metavar="NAME", help="Let a resource's monitor fail once, though its unit runs."
)
@click.option("--ban", metavar="NAME", help="Ban a resource from a node.")
@click.option("--standby", metavar="NODE", help="Put a node in standby.")
@click.option(
    "--add",
    metavar="NAME",
    help="Add a service of the profile anew, active/passive, where its layout puts it.",
)
@click.option(
    "--node", metavar="NODE", help="Where to fail or ban [default: the first where it runs]."
)
@_FORMAT
def simulate(
    profile: Path,
    cib: Path | None,
    layout: str | None,
    platform: str | None,
    node: str | None,
    form: str,
    **asked: str | None,
) -> None:
    """Ask Pacemaker's scheduler a question about the cluster of PROFILE, and show where it is wrong.

    Its actions are replayed on the units that the layout really has, and what its monitors would find is fed back,
    until nothing changes or a state comes back. A NAME is a service or a resource. Exit status: 0 what Pacemaker
    believes is so to the end, 1 it is not, 2 unusable input or no crm_simulate.

    \b
    Examples:
      wsgigen simulate controller.yaml --layout single --stop keystone
      wsgigen simulate controller.yaml --layout single --ban nova-api
      wsgigen simulate controller.yaml --cib cib.xml --fail keystone --node ctl2
    """
    import json

    from wsgigen.host import pacemaker as crm
    from wsgigen.simulate import question
    from wsgigen.simulate import to_json as plain
    from wsgigen.simulate import to_text as words
    from wsgigen.text import terminal

    chosen, scheduler = question.chosen(asked, node), crm.simulator()
    with _profile(profile, layout=layout, platform=platform) as written:
        cluster = crm.cluster(written, cib)
    with terminal.busy("asking Pacemaker's scheduler"):
        transcript = crm.ask(cluster, chosen, scheduler)
    if form == "json":
        click.echo(json.dumps(plain.plain(transcript), indent=2))
    else:
        terminal.dressed("".join(f"{line}\n" for line in (*words.lines(transcript), "")))
        terminal.table(words.HEADINGS, words.rows(transcript))
        terminal.dressed("".join(f"{line}\n" for line in ("", *words.ending(transcript))))
    sys.exit(0 if transcript.agrees else 1)


@main.command()
@_PROFILE
@_LAYOUT
@_PLATFORM
def requires(profile: Path, layout: str | None, platform: str | None) -> None:
    """List the distribution's packages that the services of PROFILE need: httpd, mod_wsgi and their own.

    \b
    Example:
      dnf install $(wsgigen requires controller.yaml --platform el-9)
    """
    from wsgigen.plan.packages import packages

    plan = _plan(profile, layout, platform, _root(profile, None))
    for name in packages(plan.platform, plan.sites):
        click.echo(name)


@main.command()
@click.argument("name", required=False, shell_complete=_complete("services"))
def services(name: str | None) -> None:
    """List the catalogue's services, or show what is known of the one called NAME.

    \b
    Examples:
      wsgigen services
      wsgigen services keystone
    """
    from wsgigen.app import summary
    from wsgigen.catalog.unsupported import UNSUPPORTED
    from wsgigen.registry import find
    from wsgigen.text import terminal

    if name is None:
        terminal.table(summary.SERVICE_HEADINGS, summary.service_rows())
        terminal.dressed(
            "".join(f"refused: {refused.name}: {refused.why}\n" for refused in UNSUPPORTED)
        )
        return
    for refused in UNSUPPORTED:
        if refused.name == name:
            raise UserError(
                [Problem(f"{name} cannot run under mod_wsgi: {refused.why}", refused.instead)]
            )
    one = find("wsgigen.catalog.services", name, "SERVICE")
    if one is None:
        raise UserError(
            [
                Problem(
                    f"{name} is not in the catalogue",
                    suggest(name, (each.name for each in summary.services())),
                )
            ]
        )
    terminal.dressed(
        "".join(f"{heading:<16} {words}\n" for heading, words in summary.service_lines(one))
    )


@main.command()
@click.option("--report", is_flag=True, help="Of what `wsgigen check --format json` prints.")
def schema(report: bool) -> None:
    """Print the JSON Schema (2020-12) of a profile, for editors and for CI.

    \b
    Examples:
      wsgigen schema > profile.schema.json
      wsgigen schema --report > report.schema.json
    """
    import json

    if report:
        from wsgigen.check.schema import schema as of_report

        made = of_report()
    else:
        from wsgigen.app.names import words
        from wsgigen.profile.schema import schema as of_profile

        made = of_profile(words())
    click.echo(json.dumps(made, indent=2))


@main.command(name="verify")
@_PROFILE
@_LAYOUT
@_PLATFORM
@_APACHE
def verify_(profile: Path, layout: str | None, platform: str | None, apache: str | None) -> None:
    """Put what PROFILE becomes to httpd -t and systemd-analyze verify, and name what could not be run.

    On the host that it is for, where its platform and the accounts of its services are, the modules of the entrypoints and the paths
    that they rely on are looked for too, without running anything of an application.

    \b
    Example:
      wsgigen verify controller.yaml --layout single
    """
    from tempfile import TemporaryDirectory

    from wsgigen.host import verify
    from wsgigen.text import terminal

    plan = _plan(profile, layout, platform, _root(profile, None))
    verdicts = [*verify.entrypoints(plan), *verify.units(plan)]
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        root = Path(temporary)
        verdicts += verify.configurations(
            plan,
            lambda found: _local(profile, layout, verify.platform(found, root, plan.platform)),
            apache,
        )
    terminal.table(("what", "result", "why"), ((one.what, one.result, one.why) for one in verdicts))
    failed = [one for one in verdicts if one.result == verify.FAILED]
    for one in failed:
        click.echo(f"error: {one.what} failed: {one.why.partition(chr(10))[0]}", err=True)
    sys.exit(1 if failed else 0)


@main.command()
@_PROFILE
@_LAYOUT
@_APACHE
@click.option("--root", type=_PATH, help="Directory to serve from [default: a temporary one].")
@click.option(
    "--user", help="User to serve as when called by root [default: who called sudo, else nobody]."
)
@click.option("--once", is_flag=True, help="Stop as soon as every service was healthy once.")
def run(
    profile: Path,
    layout: str | None,
    apache: str | None,
    root: Path | None,
    user: str | None,
    once: bool,
) -> None:
    """Serve PROFILE on loopback in the foreground, until Ctrl-C; then drain.

    Takes the Apache of this machine, or the one embedded from PyPI, and an unprivileged user. Ports
    below 1024 are served 10000 higher, and TLS is left out.

    \b
    Examples:
      wsgigen run controller.yaml
      wsgigen run controller.yaml --layout single --once
    """
    from wsgigen.host import apache as local
    from wsgigen.host import foreground
    from wsgigen.host import server as serve
    from wsgigen.render.render import render
    from wsgigen.tree.write import write

    with _directory(root) as directory:
        plan = _local(profile, layout, local.platform(local.find(apache), directory))
        write(render(plan), directory, plan.profile)
        account = serve.account(user)
        with _profile(profile), serve.served(plan, account) as server:
            sys.exit(0 if foreground.watch(server, once=once) else 1)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    Example:
      wsgigen completion bash > /etc/bash_completion.d/wsgigen
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found:
        click.echo(found(main, {}, "wsgigen", "_WSGIGEN_COMPLETE").source())


def _profiles(paths: Iterable[Path]) -> list[Path]:
    """The profiles at *paths*, those in a directory by their names. Raises UserError for one that holds none."""
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(one for one in path.iterdir() if one.suffix in (".yaml", ".yml"))
            if path.is_dir()
            else [path]
        )
        if not inside:
            raise UserError(
                [
                    Problem(
                        "holds no profile",
                        "name a directory with *.yaml or *.yml in it",
                        location=Location(str(path)),
                    )
                ]
            )
        found += inside
    return list(dict.fromkeys(found))


def _relative(path: Path) -> Path:
    """*path* as code scanning wants it, from the directory that is checked, where it is below that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _built(
    path: Path,
    layout: str | None,
    platform: str | None,
    root: Path,
    force: bool,
    keep_running: bool,
) -> None:
    """Build, or see that there is nothing to build."""
    from wsgigen.tree.origin import origin
    from wsgigen.tree.write import Written, unchanged

    made_from = origin(path, layout, platform)
    kept = unchanged(root, made_from)
    if kept:
        _say(root, Written(unchanged=len(kept.files)), kept.notes)
    else:
        _build(path, layout, platform, root, force, keep_running, made_from)


def _compared(path: Path, layout: str | None, platform: str | None, root: Path) -> bool:
    """Whether a build would change anything, after showing it and how to have it so."""
    from shlex import join

    from wsgigen.render.render import render
    from wsgigen.tree.diff import diff as differences

    found = list(differences(render(_plan(path, layout, platform, root)), root, checked_out=True))
    there = root.exists()
    if not found or (there and not _shown(found)):
        click.echo(f"{root}: as {path} says")
        return False
    options = [
        word
        for name, given in (("--layout", layout), ("--platform", platform))
        if given
        for word in (name, given)
    ]
    force = ["--force"] if any(one.foreign for one in found) else []
    click.echo(
        f"{root}: {len(found)} {'file differs' if len(found) == 1 else 'files differ'} from what {path} says"
        if there
        else f"{root}: is not there"
    )
    click.echo(
        f"    accept: {join(['wsgigen', 'build', str(path), '--root', str(root), *options, *force])}"
    )
    return True


def _left_over(root: Path, paths: Iterable[Path], directories: list[Path]) -> bool:
    """Whether *root* has trees of profiles that are no longer in *directories*, after naming them and how to have it so."""
    from shlex import join

    from wsgigen.tree.diff import trees

    left = sorted(trees(root) - {path.stem for path in paths}) if directories else []
    for name in left:
        click.echo(
            f"{root / name}: is the tree of no profile in {', '.join(map(str, directories))}"
        )
        click.echo(f"    accept: {join(['rm', '-r', str(root / name)])}")
    return bool(left)


def _shown(found: Iterable["Difference"]) -> bool:
    """Whether there is any, after printing it."""
    differ = False
    for one in found:
        differ = True
        click.echo(f"{one.path} {one.what}")
        click.echo(one.text, nl=False)
    return differ


def _build(
    path: Path,
    layout: str | None,
    platform: str | None,
    root: Path,
    force: bool,
    keep_running: bool,
    made_from: str,
) -> None:
    """Build all of it. What depends on this machine, or on a profile that was changed meanwhile, is not to be trusted later."""
    from wsgigen.host.removal import leaving_here, next_steps
    from wsgigen.host.venv import mismatched
    from wsgigen.render.render import render
    from wsgigen.tree import manifest
    from wsgigen.tree.origin import origin
    from wsgigen.tree.units import Units, files_of
    from wsgigen.tree.write import write

    plan = _plan(path, layout, platform, root)
    artifacts = tuple(render(plan))
    leaving = leaving_here(root, (str(artifact.path) for artifact in artifacts))
    if leaving.problem and not keep_running:
        raise UserError([leaving.problem])
    lasting = (
        plan.platform.name != "local"
        and not any(site.daemon.venv for site in plan.sites)
        and not leaving.used
    )
    trusted = made_from if lasting and origin(path, layout, platform) == made_from else ""
    keep = files_of(manifest.read(root), leaving.used)
    done = write(
        artifacts, root, plan.profile, force=force, origin=trusted, notes=plan.notes, keep=keep
    )
    _say(root, done, (*plan.notes, *(problem.message for problem in mismatched(plan))))
    if keep:
        click.echo(
            f"note: kept until you stop them and build again: {', '.join(leaving.used)}", err=True
        )
    for step in (
        next_steps(Units(extended=leaving.units.extended)) if leaving.units.extended else ()
    ):
        click.echo(f"next: {step}")


def _package(
    path: Path,
    layout: str | None,
    platform: str | None,
    root: Path,
    force: bool,
    files_list: Path,
    split: bool,
) -> None:
    """Build a package's root. What a package owns is not wsgigen's to change later, so no manifest stays in it."""
    from wsgigen.host.venv import mismatched
    from wsgigen.render.render import render
    from wsgigen.tree import files, manifest
    from wsgigen.tree.put import save
    from wsgigen.tree.write import write

    plan = _plan(path, layout, platform, root)
    artifacts = tuple(render(plan))
    done = write(artifacts, root, plan.profile, force=force)
    manifest.forget(root)
    listings = files.listings(artifacts, plan.platform)
    for name, listed in listings.items() if split else (("", files.together(listings)),):
        save(
            files_list.with_name(f"{files_list.name}.{name}") if name else files_list,
            "".join(f"{line}\n" for line in listed),
        )
    _say(root, done, (*plan.notes, *(problem.message for problem in mismatched(plan))))


def _say(root: Path, done: "Written", notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(f"note: {note}", err=True)
    click.echo(
        f"{root}: {len(done.written)} written, {len(done.removed)} removed, {done.unchanged} unchanged"
    )


def _root(profile: Path, root: Path | None) -> Path:
    return root or Path("build") / profile.stem


def _plan(path: Path, layout: str | None, platform: str | None, root: Path) -> "Plan":
    from wsgigen.plan.resolve import resolve

    with _profile(path, layout=layout, platform=platform) as profile:
        if profile.platform == "local":
            from wsgigen.host import apache as local

            return resolve(profile, local.platform(local.find(), root))
        return resolve(profile)


def _local(path: Path, layout: str | None, platform: "Platform") -> "Plan":
    from wsgigen.plan.resolve import resolve

    with _profile(path, layout=layout) as profile:
        return resolve(replace(profile, platform="local"), platform)


def _cluster(path: Path | None) -> "Cib | None":
    if path is None:
        return None
    from wsgigen.pacemaker.cib.load import load as load_cib

    return load_cib(path)


def _proved(report: "Report", profile: "Profile | None", cib: Path | None) -> "Report":
    from wsgigen.host import pacemaker as crm
    from wsgigen.host.proof import proved
    from wsgigen.text import terminal

    with terminal.busy("asking Pacemaker's scheduler"):
        if cib:
            return proved(report, partial(crm.existing, profile, cib))
        return proved(report, partial(crm.cluster, profile, None)) if profile else report


@contextmanager
def _directory(root: Path | None) -> Iterator[Path]:
    if root:
        yield root
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        Path(temporary).chmod(0o755)
        yield Path(temporary) / "root"


@contextmanager
def _profile(path: Path, **options: str | None) -> Iterator["Profile"]:
    """The profile in *path*, with what *options* replace in it."""
    given: dict[str, Any] = {name: word for name, word in options.items() if word is not None}
    with _read(path, given) as (profile, _):
        yield replace(profile, **given)


@contextmanager
def _read(path: Path, given: Iterable[str]) -> Iterator[tuple["Profile", "Source"]]:
    """The profile in *path*.

    What is wrong with it and with what is made of it is said at once, each with its line, or its option if that is *given*.
    """
    from wsgigen.profile.load import InvalidProfile, load

    problems: tuple[Problem, ...] = ()
    begun: InvalidProfile | None = None
    try:
        profile, source = load(path)
    except InvalidProfile as flawed:
        if flawed.profile is None:
            raise
        begun, profile, source, problems = flawed, flawed.profile, flawed.source, flawed.problems
    try:
        yield profile, source
    except UserError as error:
        found = (one for one in error.problems if begun is None or not begun.explains(one))
        problems += tuple(
            replace(one, location=one.location or _option(one, given) or source.location(one.key))
            for one in found
        )
    if problems:
        raise UserError(sorted(problems, key=lambda problem: problem.location or Location("")))


def _option(problem: Problem, given: Iterable[str]) -> Location | None:
    """The option that the word came from, where no line of the profile holds it."""
    return next(
        (Location(f"--{name.replace('_', '-')}") for name in given if problem.key[:1] == (name,)),
        None,
    )
