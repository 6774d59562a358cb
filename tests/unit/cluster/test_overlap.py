"""Which primitives of one unit may be on the node of another one."""

from pathlib import Path

import pytest

from tests.unit.cluster.test_placement import ban, cluster, depends_on_rack
from wsgigen.cluster.overlap import overlap


def never_probed(name: str, node: str) -> str:
    return (
        f'<rsc_location id="{name}-{node}" rsc="{name}" node="{node}" score="-INFINITY"'
        ' resource-discovery="never"/>'
    )


@pytest.mark.parametrize(
    ("constraints", "certain", "unsure", "probed"),
    [
        pytest.param((), "ab", "", "", id="anywhere"),
        pytest.param((ban("a", "n1"),), "ab", "", "", id="one node in common"),
        pytest.param((ban("a", "n1"), ban("b", "n2")), "", "", "ab", id="probed by each other"),
        pytest.param(
            (never_probed("a", "n1"), ban("b", "n2")), "", "", "ab", id="one probes the other"
        ),
        pytest.param(
            (never_probed("a", "n1"), never_probed("b", "n2")), "", "", "", id="apart and unprobed"
        ),
        pytest.param((depends_on_rack("a"),), "", "a", "", id="an attribute decides"),
        pytest.param(
            (depends_on_rack("a"), depends_on_rack("b")),
            "",
            "ab",
            "",
            id="attributes decide on both",
        ),
        pytest.param(
            (depends_on_rack("a"), ban("a", "n1"), ban("b", "n2")),
            "",
            "",
            "",
            id="an attribute decides, but not on a node of the other",
        ),
    ],
)
def test_an_overlap_is_proved_or_depends_on_an_attribute_or_is_a_probe(
    tmp_path: Path, constraints: tuple[str, ...], certain: str, unsure: str, probed: str
) -> None:
    placed = cluster(tmp_path, *constraints)
    found = overlap(placed, placed.cib.primitives.values())
    assert {
        "certain": "".join(member.id for member in found.certain),
        "unsure": "".join(member.id for member in found.unsure),
        "probed": "".join(member.id for member in found.probed),
    } == {"certain": certain, "unsure": unsure, "probed": probed}
