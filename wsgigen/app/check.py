"""Checks profiles and clusters."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from wsgigen.app.cluster import load_cluster
from wsgigen.app.open import open_profile
from wsgigen.app.profiles import profiles_in
from wsgigen.app.target import BuildTarget
from wsgigen.check.format import Format
from wsgigen.check.report import of_cib, of_profile
from wsgigen.check.results import CheckRun, Report
from wsgigen.check.rule import Rule, Severity
from wsgigen.check.run import rules
from wsgigen.errors import Location, Problem, Refusal, UserError, attempt
from wsgigen.files.below import FilesBelow
from wsgigen.files.save import save
from wsgigen.host.installed import installed_of
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.profile.model import Profile
from wsgigen.record import record
from wsgigen.registry import find


@record
class CheckOptions:
    """The options of `wsgigen check`, except for how it prints."""

    profiles: tuple[Path, ...]  #: files, and directories of them
    cib: Path | None = None
    root: Path | None = None
    layout: str | None = None
    platform: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "conflict"
    prove: bool = False
    verbose: bool = False


def check(options: CheckOptions) -> CheckRun:
    """Return the reports on all profiles, or on a cluster alone, and what is wrong with the rest.

    Raises UserError for unknown rules, for an unusable cluster, and if there is nothing to check.
    """
    asked, cluster = rules(options.select, options.ignore), load_cluster(options.cib)
    files = _files_below(options.root)
    results = list(_results(options, asked, cluster, files))
    return CheckRun(
        tuple(result for result in results if isinstance(result, Report)),
        tuple(
            problem
            for result in results
            if isinstance(result, Refusal)
            for problem in result.problems
        ),
        Severity[options.fail_on.upper()],
        options.verbose,
    )


def rendered(checked: CheckRun, form: str) -> str:
    """Return what was checked in the format called *form*."""
    chosen: Format = find("wsgigen.check.formats", form, "FORMAT")
    return chosen.render(checked)


def save_report(checked: CheckRun, form: str, file: Path) -> None:
    """Write what was checked to *file*. Raises UserError for what the disk refuses."""
    save(file, rendered(checked, form))


def _files_below(root: Path | None) -> FilesBelow | None:
    """Return the files of a host, if *root* is named. Raises UserError for what is no directory."""
    if root is None:
        return None
    if not root.is_dir():
        fix = "name the directory that a host's files are in, / for this one"
        raise UserError([Problem("is not a directory", fix, location=Location(str(root)))])
    return FilesBelow(root)


def _results(
    options: CheckOptions,
    asked: Mapping[str, Rule],
    cluster: Cib | None,
    files: FilesBelow | None,
) -> Iterator[Report | Refusal]:
    if options.profiles:
        for path in profiles_in(options.profiles):
            target = BuildTarget(_relative(path), options.layout, options.platform)
            yield attempt(partial(_report, target, options, asked, cluster, files))
    elif cluster:
        report = of_cib(cluster, asked)
        yield _proved(report, None, options)
    else:
        fix = "name a profile, or give a cluster with --cib FILE"
        raise UserError([Problem("there is nothing to check", fix)])


def _report(
    target: BuildTarget,
    options: CheckOptions,
    asked: Mapping[str, Rule],
    cluster: Cib | None,
    files: FilesBelow | None,
) -> Report:
    """Return the report on one profile; raises UserError where it cannot be used."""
    opened = open_profile(target)
    profile = replace(opened.profile, layout=opened.written.layout)
    report = opened.accept(
        attempt(
            partial(
                of_profile,
                profile,
                opened.source,
                asked,
                layout=target.layout,
                cib=cluster,
                installed=installed_of(profile),
                files=files,
            )
        )
    )
    return _proved(report, profile, options)


def _proved(report: Report, profile: Profile | None, options: CheckOptions) -> Report:
    if not options.prove:
        return report
    from wsgigen.app.prove import prove  # noqa: PLC0415 - it is half of what check imports

    return prove(report, profile, options.cib)


def _relative(path: Path) -> Path:
    """Return *path* as code scanning wants it: from this directory, where it is below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
