"""The findings in a cluster do not depend on the order of the elements in its CIB."""

from collections import Counter
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.given import loaded, written
from wsgigen.check.run import check_layout, rules
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.plan.resolve import resolve

RULES = rules()
#: An element, without its end, and its children, whose order means nothing.
Tree = tuple[str, list["Tree"]]

AGENTS = (
    'class="systemd" type="httpd"',
    'class="systemd" type="apache2.service"',
    'class="systemd" type="openstack-keystone"',
    'class="systemd" type="openstack-heat-api"',
    'class="systemd" type="neutron-server"',
    'class="systemd" type="wsgi-placement"',
    'class="systemd" type="openstack-cinder-volume"',
    'class="ocf" provider="heartbeat" type="apache"',
    'class="ocf" provider="heartbeat" type="Dummy"',
    'class="ocf" provider="heartbeat" type="IPaddr2"',
)
NAMES = ("keystone", "heat-api", "placement", "core", "web", "vip", "other")
PROFILES = (
    None,
    {"layout": "single"},
    {"layout": "single", "manager": "pacemaker", "cluster": {"components": "instance"}},
    {"layout": "per-service", "manager": "pacemaker"},
    {"layout": "grouped", "groups": {"apis": ["keystone", "heat-api"]}, "manager": "pacemaker"},
)
CONSTRAINTS = ("order", "location", "colocation")
SERVICES = {"keystone": {}, "heat-api": {"mode": "active-passive"}, "placement": {}}


def resource(kind: str, name: str, agent: str) -> Tree:
    operations: Tree = (
        f'operations id="{name}-ops"',
        [
            (f'op id="{name}-{action}" name="{action}" interval="{seconds}s" timeout="30s"', [])
            for action, seconds in (("monitor", 10), ("stop", 0))
        ],
    )
    primitive: Tree = (f'primitive id="{name}" {agent}', [operations])
    if kind == "primitive":
        return primitive
    if kind == "group":  # a group's members have an order
        return (f'group id="{name}-group"', [primitive])
    values = {
        "clone": {"interleave": "true"},
        "loose": {},
        "once": {"clone-max": "1"},
        "promotable": {"promotable": "true"},
    }[kind]
    pairs: list[Tree] = [
        (f'nvpair id="{name}-{key}" name="{key}" value="{value}"', [])
        for key, value in values.items()
    ]
    return (f'clone id="{name}-clone"', [(f'meta_attributes id="{name}-meta"', pairs), primitive])


@st.composite
def clusters(draw: st.DrawFn) -> list[Tree]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    kinds = ("primitive", "clone", "clone", "loose", "once", "promotable", "group")
    resources = [
        resource(draw(st.sampled_from(kinds)), name, draw(st.sampled_from(AGENTS)))
        for name in names
    ]
    two = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(
        lambda pair: pair[0] != pair[1]
    )
    constraints: list[Tree] = []
    for number, ((first, then), constraint, choice) in enumerate(
        draw(st.lists(st.tuples(two, st.sampled_from(CONSTRAINTS), st.integers(0, 3)), max_size=8))
    ):
        head = f'id="c{number}"'
        if constraint == "order":
            kind = ("Mandatory", "Mandatory", "Optional", "Serialize")[choice]
            constraints.append(
                (f'rsc_order {head} first="{first}" then="{then}" kind="{kind}"', [])
            )
        elif constraint == "colocation":
            score = ("INFINITY", "-INFINITY", "100", "-5")[choice]
            constraints.append(
                (f'rsc_colocation {head} rsc="{first}" with-rsc="{then}" score="{score}"', [])
            )
        else:
            score = ("-INFINITY", "-INFINITY", "100", "INFINITY")[choice]
            constraints.append(
                (
                    f'rsc_location {head} rsc="{first}" node="ctl{1 + choice % 3}" score="{score}"',
                    [],
                )
            )
    nodes: list[Tree] = [(f'node id="{number}" uname="ctl{number}"', []) for number in (1, 2, 3)]
    return [
        ("crm_config", []),
        ("nodes", nodes),
        ("resources", resources),
        ("constraints", constraints),
    ]


def shuffled(trees: list[Tree], random: Random) -> list[Tree]:
    inner = [(head, shuffled(children, random)) for head, children in trees]
    random.shuffle(inner)
    return inner


def text(trees: list[Tree]) -> str:
    """Return one element a line, so that a line tells which element is meant."""
    return "".join(f"<{head}>\n{text(children)}</{head.split()[0]}>" for head, children in trees)


def results(
    directory: Path, trees: list[Tree], profile: dict[str, object] | None
) -> Counter[object]:
    configuration = f"<configuration>{text(trees)}</configuration>"
    path = written(
        directory, f'<cib crm_feature_set="3.16.1">{configuration}<status/></cib>', "cib.xml"
    )
    lines = path.read_text().splitlines()

    def location(at: Origin) -> Location:
        return Location(
            lines[at.line - 1].rpartition("<")[2] if isinstance(at, Location) else str(at)
        )

    model = loaded(directory, **profile, services=SERVICES) if profile is not None else None
    view = ClusterView(model, resolve(model) if model else None, load_cib(path))
    result = check_layout(view, RULES, location)
    return Counter([*result.findings, *result.not_checked])


@settings(max_examples=100, deadline=None)
@given(trees=clusters(), profile=st.sampled_from(PROFILES), seed=st.integers())
def test_the_order_of_elements_changes_nothing(tmp_path_factory, trees, profile, seed):
    directory = tmp_path_factory.mktemp("cibs")
    assert results(directory, trees, profile) == results(
        directory, shuffled(trees, Random(seed)), profile
    )
