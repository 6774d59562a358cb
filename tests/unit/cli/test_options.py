from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.registry import every, summary


@click.command()
@options.PROFILE
@options.LAYOUT
@options.FORMAT
@options.gathered(BuildTarget)
def probe(target: BuildTarget, form: str) -> None:
    click.echo(repr((target, form)))


def test_what_the_value_has_a_field_for_is_gathered_and_the_rest_is_passed_on():
    done = CliRunner().invoke(probe, ["a.yaml", "--layout", "single", "--format", "json"])
    assert done.output == f"{(BuildTarget(Path('a.yaml'), layout='single'), 'json')!r}\n"


def test_the_help_names_every_layout():
    names = {layout.name for layout in every("wsgigen.plan.layouts", "LAYOUT")}
    assert set(options.LAYOUTS.split(", ")) == names


@pytest.mark.parametrize(
    ("key", "begin", "name", "about"),
    [
        ("layout", "per", "per-service", "one Apache per service."),
        ("platform", "ubuntu-24", "ubuntu-24.04", "Ubuntu 24.04 LTS (noble)."),
        ("services", "keys", "keystone", "Identity API."),
        (
            "accept",
            "shared-i",
            "shared-instance",
            summary("wsgigen.check.rules", "shared-instance"),
        ),
    ],
)
def test_a_shell_completes_the_names_of_a_key(key, begin, name, about):
    complete = options.completes(key)
    (item,) = complete(click.Context(probe), probe.params[0], begin)
    assert item.value == name
    assert item.help == about
