"""The recipes of docs/ci.md for projects, copied and run."""

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
    first = (
        str(program) if program.exists() else shutil.which(str(words[0])) or missing(str(words[0]))
    )
    return subprocess.run(
        [first, *map(str, words[1:])], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A repository that has wsgigen as it is: what stands for it in the recipes, and what is written there.

    Old versions of pip want a host in an URL.
    """
    directory = tmp_path_factory.mktemp("wsgigen")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(_TOP / name, directory)
    for name in ("wsgigen", "vhost_templates", "docs/man", "packaging/completion"):
        shutil.copytree(_TOP / name, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
    commit(directory)
    return {
        "https://git.example.org/wsgigen": f"file://localhost{directory}",
        "COMMIT": call("git", "rev-parse", "HEAD", cwd=directory).stdout.strip(),
    }


def recipe(heading: str, repository: dict[str, str]) -> str:
    """The snippet as a project writes it that can clone *repository*."""
    text = snippet(heading)
    for placeholder, value in repository.items():
        assert placeholder in text, f"{heading} takes wsgigen from elsewhere"
        text = text.replace(placeholder, value)
    return text


@pytest.fixture
def project(tmp_path: Path, repository: dict[str, str]) -> Path:
    """A fresh clone of a project with one profile, its tree and the recipes of tox and pre-commit."""
    origin = tmp_path / "origin"
    (origin / "profiles").mkdir(parents=True)
    (origin / "profiles/controller.yaml").write_text(_PROFILE)
    (origin / "tox.ini").write_text(recipe("tox", repository))
    (origin / ".pre-commit-config.yaml").write_text(recipe("pre-commit", repository))
    assert call("wsgigen", "build", "profiles", "--root", "golden", cwd=origin).returncode == 0
    commit(origin)
    assert call("git", "clone", "-q", "origin", "clone", cwd=tmp_path).returncode == 0
    return tmp_path / "clone"


def stale(project: Path) -> None:
    """Another profile than its tree was made from."""
    path = project / "profiles/controller.yaml"
    path.write_text(path.read_text().replace("port: 9000", "port: 9100"))


def test_tox(project):
    done = call("tox", "-e", "layouts", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    stale(project)
    done = call("tox", "-e", "layouts", cwd=project)
    assert done.returncode == 1
    assert "+Listen 9100" in done.stdout
    assert "accept: wsgigen build profiles/controller.yaml --root golden/controller" in done.stdout


def test_pre_commit(project, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
    done = call("pre-commit", "run", "--all-files", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"wsgigen .*Passed", done.stdout)) == 2
    stale(project)
    done = call("pre-commit", "run", "--all-files", cwd=project)
    assert done.returncode == 1
    assert re.search(r"wsgigen check\.+Passed", done.stdout)
    assert "+Listen 9100" in done.stdout


def commit(directory: Path) -> None:
    own = (
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    for words in (("init", "-q"), ("add", "-A"), (*own, "commit", "-qm", "All")):
        done = call("git", *words, cwd=directory)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("heading", "schema"), [("GitHub", "vendor.github-workflows"), ("GitLab", "vendor.gitlab-ci")]
)
def test_services_accept_their_snippet(heading, schema, tmp_path):
    (tmp_path / "ci.yml").write_text(snippet(heading))
    done = call("check-jsonschema", "--builtin-schema", schema, "ci.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def commands(heading: str, repository: dict[str, str]) -> list[str]:
    """Return the commands that a CI service would run; the first installs wsgigen."""
    words = yaml.safe_load(recipe(heading, repository))[
        "layouts" if heading == "GitLab" else "jobs"
    ]
    return (
        words["script"]
        if heading == "GitLab"
        else [step["run"] for step in words["layouts"]["steps"] if "run" in step]
    )


def test_services_install_wsgigen_as_they_are_told(repository, tmp_path):
    (install,) = {commands(heading, repository)[0] for heading in ("GitHub", "GitLab")}
    program, *words = shlex.split(install)
    assert program == "pip"
    assert call("python", "-m", "venv", "--without-pip", "own", cwd=tmp_path).returncode == 0
    done = call(
        "python", "-m", "pip", "--quiet", "--python", "own/bin/python", *words, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert subprocess.run(
        [tmp_path / "own/bin/wsgigen", "--version"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("heading", ["GitHub", "GitLab"])
def test_a_services_commands_run_and_leave_the_report_that_it_reads(heading, project, repository):
    _, *lines = commands(heading, repository)
    assert len(lines) == 2
    before = set(project.iterdir())
    for line in lines:
        assert call(*shlex.split(line), cwd=project).returncode == 0
    (report,) = (path.name for path in set(project.iterdir()) - before)
    assert f": {report}\n" in snippet(heading)
    stale(project)
    assert [call(*shlex.split(line), cwd=project).returncode for line in lines] == [0, 1]


def test_the_hooks_are_what_pre_commit_reads():
    done = call("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=_TOP)
    assert done.returncode == 0, done.stdout
