"""The command line: parse, call, print, exit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from wsgigen import __version__
from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.problem import UserError
from wsgigen.profile.load import load
from wsgigen.profile.source import Source
from wsgigen.render.render import render
from wsgigen.tree.write import write

_PROFILE = click.argument("profile", type=click.Path(path_type=Path))
_LAYOUT = click.option("--layout", metavar="LAYOUT", help="Use this layout instead of the profile's.")
_PLATFORM = click.option("--platform", metavar="PLATFORM", help="Use this platform instead of the profile's.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Apache, mod_wsgi and systemd deployments of WSGI services, from one profile."""


@main.command()
@_PROFILE
@_LAYOUT
@_PLATFORM
@click.option("--root", type=click.Path(path_type=Path), help="Directory to build into [default: build/PROFILE].")
@click.option("--force", is_flag=True, help="Replace files that others wrote or changed.")
def build(profile: Path, layout: str | None, platform: str | None, root: Path | None, force: bool) -> None:
    """Build the tree of PROFILE, rooted like the target host.

    \b
    Examples:
      wsgigen build profiles/demo.yaml
      wsgigen build controller.yaml --layout single --platform el-9
      wsgigen build controller.yaml --root %{buildroot}
    """
    root = root or Path("build") / profile.stem
    plan = _plan(profile, layout, platform, root)
    done = write(render(plan), root, plan.profile, force=force)
    click.echo(f"{root}: {len(done.written)} written, {len(done.removed)} removed, {done.unchanged} unchanged")


def _plan(path: Path, layout: str | None, platform: str | None, root: Path) -> Plan:
    profile, source = load(path)
    with located(source):
        profile = replace(profile, layout=layout or profile.layout, platform=platform or profile.platform)
        return resolve(profile, platform_of(profile))


@contextmanager
def located(source: Source) -> Iterator[None]:
    """Give problems that know a key of the profile its line."""
    try:
        yield
    except UserError as error:
        raise UserError(replace(one, place=one.place or source.place(one.where)) for one in error.problems) from None
