"""The report for people has verdicts, then findings, then what was not checked."""

import pytest

from tests.unit.check.formats.checked import EMPTY, EVERY, LONG, ORDINARY, WILD, report, said
from wsgigen.check.formats.text import render
from wsgigen.check.results import CheckRun, NotChecked
from wsgigen.check.rule import Severity
from wsgigen.migrate.manager import RecommendedManager
from wsgigen.migrate.recommendation import Recommendation
from wsgigen.migrate.relations import Relations


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
not checked: partly (half of it) needs more

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
    gaps = (
        NotChecked("a", "--cib FILE"),
        NotChecked("b", "--cib FILE", "x"),
        NotChecked("b", "--cib FILE", "y"),
    )
    assert render(CheckRun((report(not_checked=gaps),))).endswith(
        "\nnot checked: a, b (x, y) need --cib FILE\n"
    )


MANY = tuple(NotChecked(name, "--cib FILE") for name in "abcd")


def test_many_rules_that_looked_at_nothing_are_one_line() -> None:
    shown = render(CheckRun((report(not_checked=(*MANY, NotChecked("e", "more", "half of it"))),)))
    assert shown.endswith("""
not checked: 4 rules had nothing to look at; --verbose prints their names, and what each of them needs
not checked: e (half of it) needs more
""")


def test_a_few_are_named_and_so_are_all_where_that_is_wanted() -> None:
    assert render(CheckRun((report(not_checked=MANY[:3]),))).endswith(
        "\nnot checked: a, b, c need --cib FILE\n"
    )
    assert render(CheckRun((report(not_checked=MANY),), verbose=True)).endswith(
        "\nnot checked: a, b, c, d need --cib FILE\n"
    )


def test_a_proof_is_shown() -> None:
    assert "    fix: do otherwise\n    proof: it was seen\n" in render(
        CheckRun((report(said(proof="it was seen")),))
    )


def test_recommendations_come_last_with_the_ties_of_what_may_leave_and_no_steps() -> None:
    relations = Relations(
        ("httpd.service",),
        ("wsgi-keystone.service",),
        ("web",),
        ("vip",),
        ("o", "p"),
        ("volume",),
        "is-managed=false",
    )
    recommendations = (
        Recommendation(
            "anchor", "ocf:pacemaker:Dummy", RecommendedManager.NOBODY, "it does nothing", ()
        ),
        Recommendation(
            "keystone",
            "systemd:httpd",
            RecommendedManager.SYSTEMD,
            "it may run everywhere",
            (),
            relations=relations,
        ),
        Recommendation(
            "volume",
            "systemd:v",
            RecommendedManager.PACEMAKER,
            "it may run on one node only",
            (),
            relations=relations,
        ),
    )
    assert render(CheckRun((report(recommendations=recommendations),))).endswith("""
    fix: do without

  resource  manager    why
  anchor    nobody     it does nothing
  keystone  systemd    it may run everywhere
  volume    pacemaker  it may run on one node only

what may leave the cluster, and what ties it there:

  anchor
    nothing
  keystone
    controls httpd.service, as does web
    shares a group with vip: they start, stop and move together
    is named by o, p, with volume
    is not managed (is-managed=false): Pacemaker would neither stop nor start it

no steps are printed: to stop a resource and then start its unit by systemd loses all requests in between, on every node
""")


def test_where_nothing_may_leave_no_ties_are_printed() -> None:
    stays = (
        Recommendation(
            "volume", "systemd:v", RecommendedManager.PACEMAKER, "it may run on one node only", ()
        ),
    )
    assert render(CheckRun((report(recommendations=stays),))).endswith(
        "  volume    pacemaker  it may run on one node only\n"
    )


def test_a_line_is_a_line_whatever_it_repeats() -> None:
    text = render(WILD)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert len(text.splitlines()) == text.count("\n") == 29


def test_nothing_is_nothing() -> None:
    assert render(EMPTY) == ""


def test_the_table_fits_80_columns_with_thousands() -> None:
    assert max(map(len, render(LONG).splitlines()[2:6])) <= 80


@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
def test_every_finding_of_the_chosen_layout_is_there(checked: CheckRun) -> None:
    lines = render(checked).splitlines()
    for severity in Severity:
        count = sum(
            finding.severity == severity
            for report in checked.reports
            for finding in report.chosen.findings
        )
        assert sum(f": {severity.word}: " in line for line in lines) == count
