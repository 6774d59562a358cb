"""wsgigen's own packages, as `script/package` builds them with the distribution's own tools."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.live import rpm
from tests.live.root import Root, lacks
from tests.live.serving import missing
from wsgigen import __version__

TOP = Path(__file__).parent.parent.parent
SCRIPT = TOP / "script/package"


def build(kind: str, directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [SCRIPT, kind, "packages"]
    return subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def package(kind: str, directory: Path) -> Path:
    """Return the package that the script built and named.

    Where it says that a tool is missing, the test is skipped, or in CI fails.
    """
    done = build(kind, directory)
    if done.returncode == 2 and "is not there" in done.stderr:
        missing(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = (directory / "packages").iterdir()
    assert done.stdout == f"packages/{made.name}\n", "nothing but the names of what is there"
    return made


@pytest.fixture(scope="module")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package("deb", tmp_path_factory.mktemp("deb"))


def test_the_deb_holds_the_commands_the_pages_and_what_debhelper_reads(deb):
    assert deb.name == f"wsgigen_{__version__}-1_all.deb"
    listed = subprocess.run(
        ["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True
    ).stdout
    paths = {line.split()[5][1:]: line.split()[0] for line in listed.splitlines()}
    for program in ("wsgigen", "dh_wsgigen"):
        assert "x" in paths[f"/usr/bin/{program}"]
        assert f"/usr/share/man/man1/{program}.1.gz" in paths
    assert "/usr/share/perl5/Debian/Debhelper/Sequence/wsgigen.pm" in paths
    scripts = {path.name for path in (TOP / "packaging/debian/autoscripts").iterdir()}
    assert {
        path.rpartition("/")[2] for path in paths if "/debhelper/autoscripts/p" in path
    } == scripts
    templates = {path.name for path in (TOP / "vhost_templates").glob("*.j2")}
    assert {path.rpartition("/")[2] for path in paths if "/vhost_templates/" in path} - {
        ""
    } == templates
    assert "/usr/share/zsh/vendor-completions/_wsgigen" in paths
    assert not [path for path in paths if "/tests/" in path or "__pycache__" in path]


def test_lintian_finds_no_error(deb):
    rpm.needed("lintian")
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", deb],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_installed_it_builds_a_tree_and_purged_it_leaves_nothing(deb):
    if lacking := lacks():
        missing(lacking)
    shell = [
        f"dpkg --install /made/{deb.name}",
        "cd /tmp && wsgigen --version && wsgigen build /usr/share/doc/wsgigen/profiles/demo.yaml --root /tmp/demo",
        "test -x /tmp/demo/usr/libexec/wsgigen/probe && ls /usr/lib/python3/dist-packages/wsgigen/vhost_templates/__pycache__",
        "dpkg --purge wsgigen",
        "ls -d /usr/lib/python3/dist-packages/wsgigen* /usr/share/doc/wsgigen /usr/bin/*wsgigen 2>/dev/null || echo gone",
    ]
    done = Root((), {"/made": deb.parent}).run(
        ("sh", "-c", f"export PATH=/usr/sbin:/usr/bin:/sbin:/bin; {line}") for line in shell
    )
    assert [one.status for one in done] == [0] * len(shell), done
    assert f"version {__version__}" in done[1].output
    assert done[-1].output == "gone\n"


def test_the_rpm_holds_the_command_and_the_macros(tmp_path):
    made = package("rpm", tmp_path)
    assert re.fullmatch(rf"wsgigen-{re.escape(__version__)}-1\S*\.noarch\.rpm", made.name)
    paths = rpm.query(made, "[%{FILENAMES}\n]")
    assert {
        "/usr/bin/wsgigen",
        "/usr/lib/rpm/macros.d/macros.wsgigen",
        "/usr/lib/rpm/wsgigen.req",
    } <= set(paths)
    assert not [
        path for path in paths if "/usr/local" in path or "/tests/" in path or str(tmp_path) in path
    ]
    if lacking := lacks():
        missing(lacking)
    (package_,) = (path for path in paths if path.endswith("/site-packages/wsgigen"))
    compiled = f"{package_}/vhost_templates/__pycache__"
    shell = [
        f"rpm --install --nodeps /made/{made.name} && mkdir -p {compiled} && touch {compiled}/vhost.bytes",
        f"rpm --erase wsgigen && ls -d {package_} || echo gone",
    ]
    done = Root((), {"/made": made.parent}).run(("sh", "-c", line) for line in shell)
    assert [one.status for one in done] == [0, 0], done
    assert done[-1].output.endswith("\ngone\n"), done


@pytest.mark.parametrize("kind", ["", "apk"])
def test_another_kind_is_refused_with_those_that_there_are(kind, tmp_path):
    done = build(kind, tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "error: script/package builds a deb or an rpm\n    fix: script/package deb|rpm [DIR]\n",
    )
    assert list(tmp_path.iterdir()) == []
