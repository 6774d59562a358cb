"""How long `wsgigen check` takes, for a profile and for a cluster, as a whole process."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measure import PROFILES, Bound, Run, note, run, wsgigen

PROFILE = PROFILES / "controller-per-service.yaml"
FEW, MANY = 1_000, 10_000
_TIMES = 20
#: Exit 1 is for what it finds.
_FOUND = (0, 1)


def bounds() -> Iterator[Bound]:
    """25 services, all layouts, median of 20, beside `python -c pass`; CIBs of 1,000 and 10,000"""
    bare, checked = [], []
    for _ in range(_TIMES):
        bare.append(run(sys.executable, "-c", "pass").seconds)
        checked.append(wsgigen("check", PROFILE, allowed=_FOUND).seconds)
    note(f"bare {1000 * median(bare):.1f} ms, check {1000 * median(checked):.1f} ms")
    yield Bound("check, times a bare Python", median(checked) / median(bare), 15)
    with TemporaryDirectory() as temporary:
        few = min((_cib(FEW, Path(temporary)) for _ in range(3)), key=lambda one: one.seconds)
        many = _cib(MANY, Path(temporary))
    yield Bound(f"a CIB of {MANY:,}, times {FEW:,}", many.seconds / few.seconds, 11)
    yield Bound(f"peak memory at {MANY:,}", many.mebibytes, 1024, unit=" MiB")


def _cib(count: int, top: Path) -> Run:
    path = top / f"{count}.xml"
    path.write_text(_xml(count))
    done = wsgigen("check", "--cib", path, "--format", "json", allowed=_FOUND)
    note(
        f"{count:,} resources: {done.seconds:.2f} s ({done.cpu:.2f} s of CPU), "
        f"{done.mebibytes:.0f} MiB"
    )
    return done


def _xml(count: int) -> str:
    """Clones, each on a unit of its own, in chains of ten by orders and colocations."""
    clones = "".join(
        f'<clone id="s{one}-clone"><primitive id="s{one}" class="systemd" type="wsgi-s{one}">'
        "<operations>"
        f'<op id="s{one}-monitor" name="monitor" interval="10s" timeout="20s"/>'
        f'<op id="s{one}-stop" name="stop" interval="0" timeout="100s"/>'
        f'</operations></primitive><meta_attributes id="s{one}-meta">'
        f'<nvpair id="s{one}-i" name="interleave" value="true"/>'
        "</meta_attributes></clone>\n"
        for one in range(count)
    )
    pairs = "".join(
        f'<rsc_order id="o{one}" first="s{one - 1}-clone" then="s{one}-clone"/>'
        f'<rsc_colocation id="c{one}" rsc="s{one}-clone" with-rsc="s{one - 1}-clone"'
        ' score="INFINITY"/>\n'
        for one in range(1, count)
        if one % 10
    )
    nodes = "".join(f'<node id="{one}" uname="ctl{one}"/>' for one in (1, 2, 3))
    return (
        '<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.7" epoch="1" num_updates="0"'
        ' admin_epoch="0"><configuration>'
        f"<crm_config/><nodes>{nodes}</nodes><resources>{clones}</resources><constraints>{pairs}</constraints>"
        "</configuration><status/></cib>"
    )
