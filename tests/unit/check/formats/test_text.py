"""What people read: verdicts first, then findings, then what was not looked at."""

import pytest

from tests.unit.check.formats.checked import EMPTY, EVERY, LONG, ORDINARY, WILD, report, said
from wsgigen.check.cib.model import At
from wsgigen.check.divest import Verdict
from wsgigen.check.formats.text import render
from wsgigen.check.migration import Step
from wsgigen.check.model import Checked, Severity, Unchecked


def test_the_whole_of_a_report() -> None:
    assert (
        render(ORDINARY)
        == """\
a.yaml with cib.xml

     layout       verdict       conflicts  risks  advice  affected  not checked
  *  single       conflict              1      1       0    1 of 2            2
     per-service  clean                 0      0       0    0 of 2            0
     grouped      not possible          -      -       -         -            -

a.yaml:4:1: not possible in grouped: it cannot be
    fix: do without
a.yaml:3:9: conflict: it is so [shared]
    fix: do otherwise
cib.xml:7: risk: it may be so [slow]
    fix: do otherwise
a.yaml: conflict: it was so [old]
    accepted: we know
not checked: live-only needs --cib FILE
not checked: partly of half of it needs more

b.yaml

     layout       verdict       conflicts  risks  advice  affected  not checked
  *  single       clean                 0      0       0    0 of 2            0
     per-service  clean                 0      0       0    0 of 2            0
     grouped      not possible          -      -       -         -            -

b.yaml:4:1: not possible in grouped: it cannot be
    fix: do without
"""
    )


def test_rules_that_need_the_same_share_a_line() -> None:
    unchecked = (Unchecked("a", "--cib FILE"), Unchecked("b", "--cib FILE", "x"), Unchecked("b", "--cib FILE", "y"))
    assert render(Checked((report(unchecked=unchecked),))).endswith("\nnot checked: a, b of x, y need --cib FILE\n")


def test_a_proof_is_shown() -> None:
    assert "    fix: do otherwise\n    proof: it was seen\n" in render(Checked((report(said(proof="it was seen")),)))


def test_who_keeps_what_and_the_steps_of_what_leaves_come_last() -> None:
    keepers = (Verdict("keystone-clone", "systemd:httpd", "systemd", "it may run everywhere", At()),)
    steps = (Step("stop it", ("crm_resource", "--resource", "a b")), Step("start it", ("systemctl", "start", "a"), "every node"))
    assert render(Checked((report(keepers=keepers, steps=steps),))).endswith("""
    fix: do without

  resource        keeper   why
  keystone-clone  systemd  it may run everywhere

what may leave the cluster does so in these steps:

  1. stop it
       crm_resource --resource 'a b'
  2. start it
       systemctl start a  # on every node
""")


def test_a_line_is_a_line_whatever_it_repeats() -> None:
    text = render(WILD)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert len(text.splitlines()) == text.count("\n") == 24


def test_nothing_is_nothing() -> None:
    assert render(EMPTY) == ""


def test_the_table_fits_80_columns_with_thousands() -> None:
    assert max(map(len, render(LONG).splitlines()[2:6])) <= 80


@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
def test_every_finding_of_the_chosen_layout_is_there(checked: Checked) -> None:
    lines = render(checked).splitlines()
    for severity in Severity:
        count = sum(one.severity == severity for report in checked.reports for one in report.chosen.said)
        assert sum(f": {severity.word}: " in line for line in lines) == count
