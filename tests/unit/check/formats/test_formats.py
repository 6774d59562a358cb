"""Every format has all findings, and is safe to print."""

import re
from xml.etree.ElementTree import fromstring

import click
import pytest

from tests.unit.check.formats.checked import EVERY, LONG
from wsgigen.check.results import CheckRun
from wsgigen.cli.main import main
from wsgigen.registry import every, find

FORMATS = {form.name: form for form in every("wsgigen.check.formats", "FORMAT")}


def test_the_command_offers_every_format() -> None:
    option = next(option for option in main.commands["check"].params if option.name == "form")
    assert isinstance(option.type, click.Choice)
    assert sorted(option.type.choices) == sorted(FORMATS)
    assert all(find("wsgigen.check.formats", name, "FORMAT") for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
@pytest.mark.slow
def test_no_control_character_leaves_and_every_character_can_be_encoded(
    name: str, checked: CheckRun
) -> None:
    text = FORMATS[name].render(checked)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert text.encode().decode() == text
    assert text.endswith("\n") or not text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
@pytest.mark.slow
def test_the_same_report_is_the_same_bytes(name: str, checked: CheckRun) -> None:
    assert FORMATS[name].render(checked) == FORMATS[name].render(checked)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.slow
def test_no_finding_is_left_out_of_a_long_list(name: str) -> None:
    text = FORMATS[name].render(LONG)
    if name == "junit":
        text = "".join(fromstring(text).itertext())
    assert {int(number) for number in re.findall(r"finding (\d+)", text)} == set(range(5_000))
