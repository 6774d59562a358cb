"""A rule's page is its docstring."""

import pytest

from tests.unit.check.formats.checked import PAGE
from wsgigen.check.page import page
from wsgigen.check.run import rules


def test_a_page_is_taken_apart() -> None:
    made = page(PAGE)
    assert made.summary == "One line says what."
    assert made.sections == (
        ("What it checks", "This."),
        ("Why it matters", "That."),
        ("Instead", "Another."),
        ("Source", "A book."),
    )
    assert made.markdown.startswith("## What it checks\n\nThis.\n\n## Why it matters\n\n")


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_every_rule_can_be_taken_apart(rule):
    made = page(rule.page)
    assert made.summary.endswith(".")
    assert [heading for heading, _ in made.sections] == [
        "What it checks",
        "Why it matters",
        "Instead",
        "Source",
    ]
    assert all(text and not text.startswith(" ") for _, text in made.sections)
