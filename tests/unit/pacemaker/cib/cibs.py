"""CIBs for tests: those of tests/cibs, and short ones made of a section or two."""

from pathlib import Path

from tests.unit.given import written
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.model import Cib

SHAPES = Path(__file__).parents[3] / "cibs"
NAMES = sorted(path.stem for path in SHAPES.glob("*.xml"))


def shape(name: str) -> Cib:
    """The CIB of tests/cibs called *name*."""
    return load_cib(SHAPES / f"{name}.xml")


def made(
    directory: Path,
    resources: str = "",
    constraints: str = "",
    properties: str = "",
    more: str = "",
) -> Cib:
    """A CIB of three nodes with these sections."""
    nodes = "".join(f'<node id="{number}" uname="ctl{number}"/>' for number in (1, 2, 3))
    text = (
        '<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9"><configuration>'
        f'<crm_config><cluster_property_set id="p">{properties}</cluster_property_set>'
        f"</crm_config><nodes>{nodes}</nodes>"
        f"<resources>{resources}</resources>"
        f"<constraints>{constraints}</constraints>{more}</configuration><status/></cib>"
    )
    return load_cib(written(directory, text, "cib.xml"))


def dummies(*names: str) -> str:
    """Primitives of an agent that does nothing."""
    return "".join(
        f'<primitive id="{name}" class="ocf" provider="pacemaker" type="Dummy"/>' for name in names
    )
