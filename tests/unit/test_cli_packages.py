"""The roots and lists of files that packages are made from."""

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

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the profile."""

    def write(**more):
        (tmp_path / "a.yaml").write_text(
            yaml(
                keys(**{"platform": "el-9", "services": {"reports": OWN, "placement": {}}, **more})
            )
        )

    write()
    return write


def test_a_packages_root_holds_what_the_list_says_and_no_manifest(wsgigen, write, tmp_path):
    assert wsgigen("build", "a.yaml", "--root", "root", "--files-list", "list")[0] == 0
    root = contents(tmp_path / "root")
    files = {f"/{name}" for name, (kind, *_) in root.items() if kind != "directory"}
    assert not [name for name in root if "manifest" in name]
    listed = [
        line for line in (tmp_path / "list").read_text().splitlines() if not line.startswith("%dir")
    ]
    assert {line.split()[-1] for line in listed} == files
    assert len(listed) == len(files)


def test_the_second_build_writes_the_list_again(wsgigen, write, tmp_path):
    words = ("build", "a.yaml", "--root", "root", "--files-list", "list")
    wsgigen(*words)
    before = (tmp_path / "list").read_text()
    (tmp_path / "list").unlink()
    status, said = wsgigen(*words)
    assert (status, (tmp_path / "list").read_text()) == (0, before)
    assert said.startswith("root: 0 written, 0 removed")


def test_a_list_for_each_instance(wsgigen, write, tmp_path):
    assert wsgigen("build", "a.yaml", "--root", "root", "--files-list", "list", "--split")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("list*")) == [
        "list",
        "list.placement",
        "list.reports",
    ]
    assert "reports" not in (tmp_path / "list").read_text()
    assert (
        "%config(noreplace) /etc/wsgigen/reports/httpd.conf"
        in (tmp_path / "list.reports").read_text()
    )


def test_to_split_there_must_be_a_list(wsgigen, write, tmp_path):
    status, said = wsgigen("build", "a.yaml", "--split")
    assert (status, said) == (
        2,
        "error: --split needs a list to split\n    fix: name it with --files-list FILE\n",
    )
    assert not (tmp_path / "build").exists()


def test_a_list_that_cannot_be_written_is_named(wsgigen, write):
    status, said = wsgigen("build", "a.yaml", "--root", "root", "--files-list", "missing/list")
    assert (status, said.splitlines()[-2]) == (
        2,
        "missing/list: error: cannot be written: No such file or directory",
    )


def test_packages_by_name(wsgigen, write):
    assert wsgigen("requires", "a.yaml") == (
        0,
        "httpd\npython3-mod_wsgi\npolicycoreutils-python-utils\nopenstack-placement-api\n",
    )
    assert wsgigen("requires", "a.yaml", "--platform", "debian-13") == (
        0,
        "apache2\nlibapache2-mod-wsgi-py3\napache2-utils\nplacement-api\n",
    )
    assert wsgigen("requires", "a.yaml", "--platform", "el-3")[0] == 2
