"""The output and the exit status of `wsgigen remove`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.unit.given import OWN, keys, yaml
from tests.unit.tree.trees import contents
from wsgigen.cli.main import main


@pytest.fixture
def wsgigen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Calls wsgigen where the profile a.yaml is: exit status and what it says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(yaml(keys(platform="debian-12", services={"reports": OWN})))

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


def test_what_was_built_is_removed_and_counted(wsgigen, tmp_path):
    wsgigen("build", "a.yaml")
    files = sum(kind != "directory" for kind, *_ in contents(tmp_path / "build/a").values()) - 1
    assert wsgigen("remove", "a.yaml") == (0, f"build/a: {files} removed, 0 kept\n")
    assert contents(tmp_path / "build/a") == {}


def test_the_profile_may_be_gone_already(wsgigen, tmp_path):
    wsgigen("build", "a.yaml")
    (tmp_path / "a.yaml").unlink()
    assert wsgigen("remove", "a.yaml")[0] == 0


def test_what_stays_is_named_with_the_way_out_and_is_exit_status_1(wsgigen, tmp_path):
    wsgigen("build", "a.yaml", "--root", "root")
    path = tmp_path / "root/etc/wsgigen/reports/httpd.conf"
    path.write_text("mine\n")
    status, said = wsgigen("remove", "a.yaml", "--root", "root")
    assert status == 1
    assert said.splitlines()[:2] == [
        f"{path}: kept: was changed since it was built",
        "    fix: remove it too with --force, or move it away",
    ]
    assert said.splitlines()[2].endswith(" removed, 1 kept")
    assert path.read_text() == "mine\n"
    assert wsgigen("remove", "a.yaml", "--root", "root", "--force") == (
        0,
        "root: 1 removed, 0 kept\n",
    )


def test_where_nothing_was_built_it_is_unusable_input(wsgigen):
    assert wsgigen("remove", "a.yaml") == (
        2,
        "build/a: error: holds nothing that `wsgigen build` wrote\n"
        "    fix: name the root that it was built into with --root; what a package installed is removed with the package\n",
    )
