"""Two profiles built into one root by the command line: what each brings, and the ports that one has."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.unit.given import OWN, keys, yaml
from tests.unit.tree.trees import contents
from wsgigen.cli.main import main


@pytest.fixture
def wsgigen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Calls wsgigen in an empty directory: exit status and what it says."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


def write(name: str, service: str, port: int, listen: tuple[str, ...] = (), **more: Any) -> None:
    """Write the profile *name* of one service."""
    own = {**OWN, "port": port, **({"listen": list(listen)} if listen else {})}
    Path(f"{name}.yaml").write_text(yaml(keys(services={service: own}, **more)))


def build(wsgigen: Callable[..., tuple[int, str]], name: str, *words: str) -> tuple[int, str]:
    return wsgigen("build", f"{name}.yaml", "--root", "root", *words)


@pytest.mark.parametrize("platform", ["debian-12", "el-9", "opensuse-leap"])
@pytest.mark.parametrize("first", [{"layout": "single"}, {"manager": "pacemaker"}])
def test_the_second_one_brings_only_its_own(wsgigen, first, platform):
    write("a", "one", 9001, platform=platform, **first)
    write("b", "two", 9002, platform=platform, layout="per-service")
    assert build(wsgigen, "a")[0] == 0
    only_a = contents(Path("root"))
    assert build(wsgigen, "b")[0] == 0
    brought = {
        name
        for name, (kind, *_) in contents(Path("root")).items()
        if kind != "directory" and name not in only_a
    }
    assert len(brought) > 10
    assert [name for name in brought if "two" not in name] == ["usr/share/wsgigen/manifests/b.json"]
    for name in "ab":
        assert build(wsgigen, name)[1].startswith("root: 0 written, 0 removed")
        assert build(wsgigen, name, "--check")[0] == 0
        assert wsgigen("diff", f"{name}.yaml", "--root", "root") == (0, "")
    assert wsgigen("remove", "b.yaml", "--root", "root")[0] == 0
    assert contents(Path("root")) == only_a
    assert wsgigen("remove", "a.yaml", "--root", "root")[0] == 0
    assert contents(Path("root")) == {}


@pytest.mark.parametrize(
    ("ours", "theirs", "address"),
    [
        pytest.param((), (), "*:9001", id="all"),
        pytest.param(("127.0.0.1",), (), "127.0.0.1:9001", id="one of all"),
        pytest.param(("192.0.2.1", "::1"), ("::1",), "[::1]:9001", id="the same"),
        pytest.param(("192.0.2.1",), ("192.0.2.2",), "", id="another address"),
        pytest.param(("0.0.0.0",), ("::1",), "", id="another family"),
    ],
)
def test_a_port_of_the_other_one_is_refused(wsgigen, ours, theirs, address):
    write("a", "one", 9001, theirs)
    write("b", "two", 9001, ours)
    build(wsgigen, "a")
    before = contents(Path("root"))
    status, said = build(wsgigen, "b", "--force")
    if not address:
        assert status == 0
        return
    shown = f"[{theirs[0]}]:9001" if theirs else "*:9001"
    assert (status, said) == (
        2,
        f"root/usr/share/wsgigen/instances/one: error: has {shown}, where two would listen on"
        f" {address}\n    fix: give two another port, or another listen; or do so in the other"
        " profile, and build that first\n",
    )
    assert contents(Path("root")) == before
    write("b", "two", 9002)
    assert build(wsgigen, "b")[0] == 0
    write("a", "one", 9003)
    assert build(wsgigen, "a")[0] == 0
    write("b", "two", 9001)
    assert build(wsgigen, "b")[0] == 0, "it is free now"


def test_an_inventory_of_before_has_ports_alone(wsgigen):
    write("a", "one", 9001)
    write("b", "two", 9001, ("127.0.0.1",))
    build(wsgigen, "a")
    path = Path("root/usr/share/wsgigen/instances/one")
    lines = [line for line in path.read_text().splitlines() if not line.startswith("listen ")]
    path.write_text("\n".join(lines) + "\n")
    assert "error: has *:9001, where two" in build(wsgigen, "b")[1]


def test_a_service_may_move_between_the_instances_of_a_profile(wsgigen):
    write("a", "one", 9001, layout="single")
    build(wsgigen, "a")
    assert build(wsgigen, "a", "--layout", "per-service")[0] == 0


def test_two_that_have_the_platforms_own_apache_are_told(wsgigen):
    for name, service, port in (("a", "one", 9001), ("b", "two", 9002)):
        write(name, service, port, layout="single", platform="debian-12")
    build(wsgigen, "a")
    status, said = build(wsgigen, "b")
    assert (status, said.count("is of the profile a, as ")) == (2, 1)
