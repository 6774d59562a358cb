"""Build the tree of each PROFILE, rooted like the target host.

A directory stands for the profiles in it. Several profiles may have one root, one build for each:
they share the programs in /usr/libexec/wsgigen, and nothing else.
"""

import click

from wsgigen.app import build as app
from wsgigen.cli import options
from wsgigen.cli.build_output import print_result, status_of
from wsgigen.cli.command import Command


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen build controller.yaml",
        "wsgigen build controller.yaml --layout single --platform el-9",
        'wsgigen build controller.yaml --root "$DESTDIR" --files-list files',
        "wsgigen build --check profiles/ --root golden",
    ),
)
@options.PROFILES
@options.LAYOUT
@options.PLATFORM
@click.option(
    "--root",
    metavar="DIR",
    type=options.PATH,
    help="Build into DIR, several into DIR/PROFILE [default: build/PROFILE].",
)
@click.option(
    "--force",
    is_flag=True,
    help="Replace files that others wrote or changed, and take over a tree with the same services.",
)
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
    type=options.PATH,
    help="Write what a package has to hold to FILE: for RPM's `%files -f`, "
    "or a debian/PACKAGE.install.",
)
@click.option(
    "--split", is_flag=True, help="Write what belongs to one instance alone to FILE.INSTANCE."
)
@options.gathered(app.BuildOptions)
def build(told: app.BuildOptions) -> int:
    return status_of([print_result(result) for result in app.build(told)])


COMMAND = build
