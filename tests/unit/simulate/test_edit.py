"""A question edits a CIB, and refuses what it cannot edit."""

from xml.etree.ElementTree import fromstring

import pytest

from wsgigen.errors import UserError
from wsgigen.simulate.edit import after_question, prepared, without_resource
from wsgigen.simulate.history import BROKEN, MonitorResult, failure_counts, with_failures
from wsgigen.simulate.question import Action, Question

SECRET = "correct-horse"
GROUPED = f"""
<cib validate-with="pacemaker-3.8" have-quorum="0"><configuration><crm_config/>
<nodes><node id="1" uname="ctl1"/><node id="2" uname="edge" type="remote"/></nodes><resources>
<clone id="all"><group id="both"><primitive id="a" class="systemd" type="a"/>
<primitive id="b" class="systemd" type="b"/></group></clone>
<group id="alone"><primitive id="c" class="systemd" type="c">
<instance_attributes id="i"><nvpair id="p" name="password" value="{SECRET}"/></instance_attributes>
</primitive></group>
</resources><constraints><rsc_order id="o" first="a" then="c"/>
<rsc_location id="l" rsc="c" node="ctl1" score="1"/>
<rsc_colocation id="s"><resource_set id="t"><resource_ref id="all"/><resource_ref id="c"/>
</resource_set></rsc_colocation>
</constraints></configuration>
<status><node_state id="1" uname="ctl1" crmd="offline">
<lrm id="1"><lrm_resources/></lrm></node_state></status></cib>
""".encode()


def test_every_member_is_online_and_nothing_has_happened_yet():
    top = fromstring(prepared(GROUPED))
    assert top.get("have-quorum") == "1"
    assert [
        (one.get("uname"), one.get("crmd"), len(one)) for one in top.iterfind("status/node_state")
    ] == [("ctl1", "online", 0)]


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("a", "clone[@id='all']"),
        ("all", "clone[@id='all']"),
        ("c", "group/primitive"),
        ("alone", "group[@id='alone']"),
    ],
)
def test_what_is_stopped(name, element):
    top = fromstring(after_question(GROUPED, Question(Action.STOP, name)))
    assert [one.get("value") for one in top.iterfind(".//nvpair[@name='target-role']")] == [
        "Stopped"
    ]
    assert (
        top.find(f"configuration/resources/{element}/meta_attributes/nvpair[@value='Stopped']")
        is not None
    )


def test_stopping_what_was_started():
    started = after_question(GROUPED, Question(Action.STOP, "c")).replace(
        b'value="Stopped"', b'value="Started"'
    )
    assert after_question(started, Question(Action.STOP, "c")).count(
        b"target-role"
    ) == after_question(GROUPED, Question(Action.STOP, "c")).count(b"target-role")


def test_ban_as_crm_resource_writes_it():
    found = fromstring(after_question(GROUPED, Question(Action.BAN, "b", "ctl1"))).find(
        "configuration/constraints/rsc_location[@rsc='all']"
    )
    assert found is not None
    assert found.attrib == {
        "id": "cli-ban-all-on-ctl1",
        "rsc": "all",
        "role": "Started",
        "node": "ctl1",
        "score": "-INFINITY",
    }


def test_standby():
    assert (
        fromstring(after_question(GROUPED, Question(Action.STANDBY, "ctl1")))
        .find("configuration/nodes/node/instance_attributes/nvpair")
        .get("value")
        == "on"
    )


def test_what_goes_takes_its_constraints_along():
    top = fromstring(without_resource(GROUPED, "c"))
    assert {one.get("id") for one in top.iterfind("configuration//primitive")} == {"a", "b"}
    assert not top.findall("configuration/constraints/*")
    assert without_resource(GROUPED, "z") == GROUPED


def test_add_and_add_again():
    question = Question(Action.ADD, "d", unit="apache2.service")
    once = after_question(GROUPED, question)
    assert (
        fromstring(once).find("configuration/resources/primitive[@id='d']").get("type") == "apache2"
    )
    with pytest.raises(UserError, match="has a resource d already"):
        after_question(once, question)


@pytest.mark.parametrize(
    "xml",
    [b"", b"<cib", b"<cib/>", b"<pacemaker-result/>", GROUPED.replace(b"resources", b"things")],
)
def test_what_is_no_cib(xml):
    with pytest.raises(UserError) as raised:
        prepared(xml)
    assert SECRET not in str(raised.value)


def test_a_failure_counts_and_keeps_the_digest():
    done = (
        'operation="monitor" call-id="3" rc-code="0" op-digest="d" '
        'transition-key="3:-1:0:x" last-rc-change="17" interval="10000"'
    )
    operation = f'<lrm_rsc_op id="a_monitor_10000" operation_key="a_monitor_10000" {done}/>'
    resource = f'<lrm_resource id="a" class="systemd" type="a">{operation}</lrm_resource>'
    history = f'<lrm id="1"><lrm_resources>{resource}</lrm_resources></lrm>'
    xml = GROUPED.replace(b'<lrm id="1"><lrm_resources/></lrm>', history.encode())
    report = MonitorResult("a", "ctl1", 10000, BROKEN)
    once = with_failures(xml, [report])
    entry = fromstring(once).find(".//lrm_rsc_op[@id='a_last_failure_0']")
    assert (entry.get("rc-code"), entry.get("call-id"), entry.get("op-digest")) == ("1", "4", "d")
    assert entry.get("transition-magic") == "0:1;3:-1:0:x"
    pairs = {
        one.get("name"): one.get("value")
        for one in fromstring(with_failures(once, [report])).iterfind(
            ".//transient_attributes//nvpair"
        )
    }
    assert pairs == {"fail-count-a#monitor_10000": "2", "last-failure-a#monitor_10000": "17"}
    assert {each[2] for each in failure_counts(once)} == {0}
    threshold = (
        '<crm_config><cluster_property_set id="x">'
        '<nvpair id="y" name="migration-threshold" value="3"/></cluster_property_set>'
        "</crm_config>"
    )
    assert {
        each[2] for each in failure_counts(once.replace(b"<crm_config />", threshold.encode()))
    } == {1}
