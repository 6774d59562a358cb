"""What docs/ci.md tells projects to copy, copied and run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.live.serving import missing

_TOP = Path(__file__).parent.parent.parent
_PAGE = (_TOP / "docs/ci.md").read_text()
_PROFILE = """\
wsgigen: 1
layout: per-service
platform: debian-12
server_name: example.org
services:
  reports: {application: "reports.wsgi:application", port: 9000, user: reports, health: {path: /, statuses: [200]}, mode: active-active}
"""


def snippet(heading: str) -> str:
    """The first code block below *heading*."""
    section = _PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.search(r"```\w+\n(.*?)```", section, re.S)[1]


def call(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run one of this environment's programs, or another."""
    program = Path(sys.executable).parent / str(words[0])
    first = str(program) if program.exists() else shutil.which(str(words[0])) or missing(str(words[0]))
    return subprocess.run([first, *map(str, words[1:])], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one profile and its tree."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/controller.yaml").write_text(_PROFILE)
    assert call("wsgigen", "build", "profiles", "--root", "golden", cwd=tmp_path).returncode == 0
    return tmp_path


def stale(project: Path) -> None:
    """Another profile than its tree was made from."""
    path = project / "profiles/controller.yaml"
    path.write_text(path.read_text().replace("port: 9000", "port: 9100"))


def test_tox(project):
    (project / "tox.ini").write_text(snippet("tox").replace("deps = wsgigen", f"deps = wsgigen @ file://{_TOP}"))
    done = call("tox", "-e", "layouts", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    stale(project)
    done = call("tox", "-e", "layouts", cwd=project)
    assert done.returncode == 1
    assert "+Listen 9100" in done.stdout
    assert "accept: wsgigen build profiles/controller.yaml --root golden/controller" in done.stdout


def test_pre_commit(project, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
    hooks = tmp_path_factory.mktemp("wsgigen")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(_TOP / name, hooks)
    for name in ("wsgigen", "vhost_templates"):
        shutil.copytree(_TOP / name, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
    commit(hooks)
    revision = call("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    config = yaml.safe_load(snippet("pre-commit"))
    config["repos"][0] |= {"repo": str(hooks), "rev": revision}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    commit(project)
    done = call("pre-commit", "run", "--all-files", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"wsgigen .*Passed", done.stdout)) == 2
    stale(project)
    done = call("pre-commit", "run", "--all-files", cwd=project)
    assert done.returncode == 1
    assert re.search(r"wsgigen check\.+Passed", done.stdout)
    assert "+Listen 9100" in done.stdout


def commit(directory: Path) -> None:
    own = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*own, "commit", "-qm", "All")):
        done = call("git", *words, cwd=directory)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("heading", "schema"), [("GitHub", "vendor.github-workflows"), ("GitLab", "vendor.gitlab-ci")])
def test_services_accept_their_snippet(heading, schema, tmp_path):
    (tmp_path / "ci.yml").write_text(snippet(heading))
    done = call("check-jsonschema", "--builtin-schema", schema, "ci.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def commands(heading: str) -> list[str]:
    """What a service would run."""
    words = yaml.safe_load(snippet(heading))["layouts" if heading == "GitLab" else "jobs"]
    lines = words["script"] if heading == "GitLab" else [step["run"] for step in words["layouts"]["steps"] if "run" in step]
    return [line for line in lines if not line.startswith("pip ")]


@pytest.mark.parametrize("heading", ["GitHub", "GitLab"])
def test_a_services_commands_run_and_leave_the_report_that_it_reads(heading, project):
    assert len(commands(heading)) == 2
    for line in commands(heading):
        assert call(*shlex.split(line), cwd=project).returncode == 0
    (report,) = (path.name for path in project.iterdir() if path.is_file())
    assert f": {report}\n" in snippet(heading)
    stale(project)
    assert [call(*shlex.split(line), cwd=project).returncode for line in commands(heading)] == [0, 1]


def test_the_hooks_are_what_pre_commit_reads():
    done = call("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=_TOP)
    assert done.returncode == 0, done.stdout
