"""Where primitives may run, and what only the running cluster knows."""

from pathlib import Path

import pytest

from tests.unit.check.judged import view
from wsgigen.cluster.view import ClusterView

NODES = '<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>'
_RULE = (
    '<rsc_location id="{0}-rack" rsc="{0}"><rule id="{0}-rule" score="-INFINITY">'
    '<expression id="{0}-is" attribute="rack" operation="eq" value="a"/></rule></rsc_location>'
)


def primitive(name: str) -> str:
    return f'<primitive id="{name}" class="systemd" type="httpd"/>'


def ban(name: str, node: str) -> str:
    return f'<rsc_location id="{name}-{node}" rsc="{name}" node="{node}" score="-INFINITY"/>'


def depends_on_rack(name: str) -> str:
    return _RULE.format(name)


def cluster(directory: Path, *constraints: str, resources: str = "") -> ClusterView:
    """Return two nodes, with the primitives a and b unless there are other *resources*."""
    held = resources or primitive("a") + primitive("b")
    parts = f"<resources>{held}</resources><constraints>{''.join(constraints)}</constraints>"
    return view(directory, None, f"{NODES}{parts}")


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        pytest.param((), True, id="anywhere"),
        pytest.param((ban("a", "n1"),), True, id="one node in common"),
        pytest.param((ban("a", "n1"), ban("b", "n2")), False, id="no node in common"),
        pytest.param((depends_on_rack("a"),), None, id="one depends on an attribute"),
        pytest.param((depends_on_rack("b"),), None, id="the other depends on an attribute"),
        pytest.param(
            (depends_on_rack("a"), ban("a", "n1"), ban("b", "n2")), False, id="kept apart anyway"
        ),
    ],
)
def test_two_may_share_a_node_unless_it_is_forbidden(
    tmp_path: Path, constraints: tuple[str, ...], expected: bool | None
) -> None:
    placed = cluster(tmp_path, *constraints)
    a, b = placed.cib.primitives.values()
    assert placed.placement.may_share_node(a, b) is expected


def test_what_is_in_a_bundle_has_no_node_of_the_cluster(tmp_path: Path) -> None:
    bundle = f'<bundle id="box"><podman image="i"/>{primitive("a")}</bundle>'
    placed = cluster(tmp_path, resources=bundle)
    (inside,) = placed.cib.primitives.values()
    assert placed.placement.allowed_nodes(inside) == frozenset()
    assert placed.placement.probed_nodes(inside) == frozenset()


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (primitive("a"), False),
        (f'<clone id="c">{primitive("a")}</clone>', True),
        (
            f'<clone id="c"><meta_attributes id="m"><nvpair id="n" name="clone-max" value="1"/>'
            f"</meta_attributes>{primitive('a')}</clone>",
            False,
        ),
        (
            f'<clone id="c"><meta_attributes id="m"><nvpair id="n" name="clone-max" value="2"/>'
            f"</meta_attributes>{primitive('a')}</clone>",
            True,
        ),
    ],
)
def test_a_clone_of_more_than_one_copy_runs_on_many(
    tmp_path: Path, resource: str, expected: bool
) -> None:
    placed = cluster(tmp_path, resources=resource)
    (member,) = placed.cib.primitives.values()
    assert placed.placement.runs_on_many(member) is expected
