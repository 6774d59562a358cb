"""A report has a result of every layout that the profile can have, and says which is chosen."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.check.judged import cib
from tests.unit.given import keys, written, yaml
from wsgigen.check.report import of_cib, of_profile
from wsgigen.check.results import CheckRun, Report
from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity
from wsgigen.check.run import rules
from wsgigen.errors import Problem, UserError
from wsgigen.profile.load import load


def _speaks(view: Any) -> Any:
    """Yield a finding where services share an instance."""
    for instance in view.instances:
        if instance.serves_several:
            services = tuple(site.service for site in instance.sites)
            yield Finding(f"{instance.unit} is shared", "do not", ("layout",), services)


SPEAKS = Rule("speaks", "", Severity.CONFLICT, _speaks)
LIVE_ONLY = Rule("live-only", "", Severity.RISK, lambda view: iter(()), needs=(Need.CIB,))


def report(
    tmp_path: Path, *rules: Rule, layout: str | None = None, cluster: str | None = None, **more: Any
) -> Report:
    profile, source = load(written(tmp_path, yaml(keys(**more))))
    live = cib(tmp_path, cluster) if cluster else None
    return of_profile(profile, source, {rule.name: rule for rule in rules}, layout=layout, cib=live)


def verdicts(made: Report) -> dict[str, str]:
    return {result.layout: result.verdict for result in made.results}


def test_without_groups_the_grouped_layout_is_left_out_with_a_word(tmp_path: Path) -> None:
    made = report(tmp_path, SPEAKS)
    assert verdicts(made) == {"single": "conflict", "per-service": "clean"}
    assert made.chosen.layout == "per-service"
    assert [note.message for note in made.notes] == [
        "grouped is left out: without groups it is the same as per-service"
    ]


def test_with_groups_every_layout_is_judged(tmp_path: Path) -> None:
    made = report(tmp_path, SPEAKS, groups={"identity": ["keystone", "placement"]})
    assert verdicts(made)["grouped"] == "conflict"


def test_groups_go_with_their_layout_alone(tmp_path: Path) -> None:
    profile, source = load(
        written(
            tmp_path,
            yaml({**keys(), "layout": "grouped", "groups": {"a": ["keystone", "placement"]}}),
        )
    )
    made = of_profile(profile, source, {"speaks": SPEAKS})
    assert verdicts(made) == {"single": "conflict", "per-service": "clean", "grouped": "conflict"}
    assert (made.chosen.layout, made.notes) == ("grouped", ())


def test_a_layout_given_is_chosen_before_the_profiles_own(tmp_path: Path) -> None:
    assert report(tmp_path, SPEAKS, layout="single").chosen.worst == Severity.CONFLICT


def test_groups_in_another_layout_are_refused_there_as_a_build_does(tmp_path: Path) -> None:
    made = report(tmp_path, SPEAKS, groups={"a": ["keystone"]})
    assert verdicts(made) == {
        "single": "conflict",
        "per-service": "not possible",
        "grouped": "clean",
    }
    assert made.chosen.not_possible[0].location is not None
    assert CheckRun((made,)).status == 2


def test_a_layout_that_nobody_knows_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mad is not a layout"):
        report(tmp_path, SPEAKS, layout="mad")


def test_what_no_layout_can_have_is_said_once(tmp_path: Path) -> None:
    with pytest.raises(UserError) as wrong:
        report(tmp_path, SPEAKS, services={"keystone": {"port": 9000}, "placement": {"port": 9000}})
    assert len(wrong.value.problems) == 1
    assert wrong.value.problems[0].key == ("services", "placement")


def test_findings_have_their_line_in_the_profile(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "wsgigen: 1\nplatform: debian-12\nlayout: single\nserver_name: a\n"
        "openstack: '2026.1'\nservices: {keystone: , placement: }\n",
    )
    profile, source = load(file)
    (finding,) = of_profile(profile, source, {"speaks": SPEAKS}).chosen.findings
    assert str(finding.location) == f"{file}:3:9"


def test_a_cluster_alone_has_one_judgement_without_a_layout(tmp_path: Path) -> None:
    made = of_cib(cib(tmp_path, "alias.xml"), {"live-only": LIVE_ONLY})
    assert [(result.layout, result.verdict) for result in made.results] == [("", "clean")]
    assert made.chosen is made.results[0]


def test_a_cluster_given_is_what_every_layout_is_judged_with(tmp_path: Path) -> None:
    assert report(tmp_path, LIVE_ONLY, cluster="alias.xml").chosen.not_checked == ()
    assert [gap.needs for gap in report(tmp_path, LIVE_ONLY).chosen.not_checked] == ["--cib FILE"]


def test_where_no_rule_could_look_nothing_is_clean(tmp_path: Path) -> None:
    assert report(tmp_path, LIVE_ONLY).chosen.verdict == "not checked"
    partly = Rule("partly", "", Severity.RISK, lambda view: iter([Missing("half", "more")]))
    assert report(tmp_path, partly).chosen.verdict == "clean"


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        (Severity.CONFLICT, Severity.CONFLICT, 1),
        (Severity.RISK, Severity.CONFLICT, 0),
        (Severity.RISK, Severity.RISK, 1),
        (Severity.CONFLICT, Severity.RISK, 1),
        (Severity.ADVICE, Severity.RISK, 0),
        (Severity.ADVICE, Severity.ADVICE, 1),
    ],
)
def test_the_exit_status_is_of_the_gravest_in_the_chosen_layout(
    tmp_path: Path, severity: Severity, fail_on: Severity, status: int
) -> None:
    rule = Rule("speaks", "", severity, _speaks)
    assert CheckRun((report(tmp_path, rule, layout="single"),), fail_on=fail_on).status == status
    assert CheckRun((report(tmp_path, rule),), fail_on=fail_on).status == 0, (
        "it is not so in this layout"
    )


def test_what_is_accepted_fails_nothing_and_what_is_unusable_outweighs_all(tmp_path: Path) -> None:
    made = report(tmp_path, SPEAKS, layout="single", accept={"speaks": "we know"})
    assert [finding.accepted for finding in made.chosen.findings] == ["we know"]
    assert (CheckRun((made,)).status, made.chosen.verdict, made.chosen.affected) == (0, "clean", ())
    assert CheckRun((made,), (Problem("another could not be read"),)).status == 2


def test_an_acceptance_is_stale_in_the_layout_chosen_alone(tmp_path: Path) -> None:
    asked = (SPEAKS, rules()["stale-acceptance"])
    made = report(tmp_path, *asked, accept={"speak": "a misspelt name"})
    assert {result.layout: len(result.findings) for result in made.results} == {
        "single": 1,
        "per-service": 1,
    }
    assert [(finding.rule, finding.severity) for finding in made.chosen.findings] == [
        ("stale-acceptance", Severity.ADVICE)
    ]


def test_who_keeps_what_is_said_of_a_cluster_when_it_is_asked(tmp_path: Path) -> None:
    asked = rules(("divest-candidate",))
    alone, beside = (
        of_cib(cib(tmp_path, "alias.xml"), asked),
        report(tmp_path, *asked.values(), cluster="alias.xml"),
    )
    assert [advice.resource for advice in alone.recommendations] == [
        "glance-api-clone",
        "keystone-clone",
        "nova-api-clone",
    ]
    assert beside.recommendations
    assert report(tmp_path, LIVE_ONLY, cluster="alias.xml").recommendations == ()
    assert report(tmp_path, *asked.values()).recommendations == ()
