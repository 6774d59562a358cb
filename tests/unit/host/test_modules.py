"""Modules are found where the Python that runs them would look, and none of their code is run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, planned
from wsgigen.catalog.model import Application
from wsgigen.host.modules import find
from wsgigen.host.search_path import SearchPath, search_path
from wsgigen.plan.model import Site

PYTHON = (3, 11)
#: What every module of these tests would do if it were run.
TRAP = "import pathlib; pathlib.Path({!r}).touch()\n"
MARK = "was run"


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Yield a function that writes files whose code leaves a mark; in the end there is none."""

    def plant(*names: str) -> Path:
        for name in names:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(TRAP.format(str(tmp_path / MARK)))
        return tmp_path

    yield plant
    assert not (tmp_path / MARK).exists()


def site(tmp_path: Path, **more: Any) -> Site:
    (found,) = planned(tmp_path, services={"reports": {**OWN, **more}}).sites
    return found


def venv(top: Path, settings: str = "") -> Path:
    packages = top / "venv/lib/python3.11/site-packages"
    packages.mkdir(parents=True, exist_ok=True)
    (top / "venv/pyvenv.cfg").write_text(f"home = /usr/bin\nversion = 3.11.2\n{settings}")
    return packages


@pytest.mark.parametrize(
    ("files", "module", "found"),
    [
        pytest.param(["a.py"], "a", "a.py", id="a module"),
        pytest.param(["a/__init__.py", "a/b.py"], "a.b", "a/b.py", id="a module of a package"),
        pytest.param(["a/b/c.py"], "a.b.c", "a/b/c.py", id="packages without an __init__"),
        pytest.param(["a/__init__.py"], "a", "a/__init__.py", id="a package"),
        pytest.param(
            ["a.cpython-311-x86_64-linux-gnu.so"],
            "a",
            "a.cpython-311-x86_64-linux-gnu.so",
            id="an extension",
        ),
        pytest.param(["a/__init__.py"], "a.b", None, id="not in the package"),
        pytest.param(["a.py"], "a.b", None, id="in no package"),
        pytest.param(["A.py"], "a", None, id="another case"),
        pytest.param(
            ["a.cpython-39-x86_64-linux-gnu.so"], "a", None, id="an extension for another Python"
        ),
        pytest.param([], "a", None, id="nothing there"),
    ],
)
def test_a_module_is_found_and_not_run(planted, files, module, found):
    top = planted(*files)
    assert find(Application(module), SearchPath((top,)), PYTHON) == (top / found if found else None)


def test_a_package_in_two_directories_is_in_both(planted):
    top = planted("one/a/b.py", "two/a/c.py")
    path = SearchPath((top / "one", top / "two"))
    assert [find(Application(f"a.{name}"), path, PYTHON) for name in "bc"] == [
        top / "one/a/b.py",
        top / "two/a/c.py",
    ]


def test_a_file_in_a_package_is_looked_for_in_it(planted):
    top = planted("a/__init__.py", "a/scripts/app.wsgi")
    assert (
        find(Application("a", file="scripts/app.wsgi"), SearchPath((top,)), PYTHON)
        == top / "a/scripts/app.wsgi"
    )
    assert find(Application("a", file="scripts/other.wsgi"), SearchPath((top,)), PYTHON) is None


def test_a_venv_is_looked_into_with_its_pth_files_and_editable_installations(planted, tmp_path):
    packages = venv(
        planted(
            "src/a.py",
            "elsewhere/b/__init__.py",
            "elsewhere/b/wsgi.py",
            "venv/lib/python3.11/site-packages/c.py",
        )
    )
    (packages / "a.pth").write_text(f"# comment\n{tmp_path}/src\n")
    (packages / "b.pth").write_text(
        "import __editable___b_1_finder; __editable___b_1_finder.install()\n"
    )
    finder = (
        TRAP.format(str(tmp_path / MARK))
        + f"MAPPING: dict[str, str] = {{'b': '{tmp_path}/elsewhere/b'}}\n"
    )
    (packages / "__editable___b_1_finder.py").write_text(finder)
    path = search_path(site(tmp_path, venv=f"{tmp_path}/venv"), PYTHON)
    found = [find(Application(name), path, PYTHON) for name in ("a", "b.wsgi", "c", "d")]
    assert found == [
        tmp_path / "src/a.py",
        tmp_path / "elsewhere/b/wsgi.py",
        packages / "c.py",
        None,
    ]
    assert path.opaque == ()


def test_what_code_would_add_is_named_instead_of_run(planted, tmp_path):
    packages = venv(planted("other.py"))
    (packages / "x.pth").write_text(TRAP.format(str(tmp_path / MARK)))
    (packages / "distutils-precedence.pth").write_text(TRAP.format(str(tmp_path / MARK)))
    assert search_path(site(tmp_path, venv=f"{tmp_path}/venv"), PYTHON).opaque == (
        packages / "x.pth",
    )


@pytest.mark.parametrize(
    ("settings", "seen"), [("", False), ("include-system-site-packages = true\n", True)]
)
def test_a_venv_sees_the_systems_packages_only_where_it_says_so(tmp_path, settings, seen):
    venv(tmp_path, settings)
    path = search_path(site(tmp_path, venv=f"{tmp_path}/venv"), PYTHON)
    assert (Path("/usr/lib/python3/dist-packages") in path.directories) == seen


def test_python_path_comes_first_and_the_standard_library_is_there(planted, tmp_path):
    top = planted("own/wsgiref/__init__.py")
    where = search_path(site(tmp_path, python_path=[f"{top}/own"]), PYTHON)
    assert where.directories[0] == top / "own"
    assert Path("/usr/lib/python3.11") in where.directories


def test_in_place_this_pythons_own_modules_are_there(tmp_path):
    here = site(tmp_path)
    here = replace(here, daemon=replace(here.daemon, user=""))
    assert find(Application("click"), search_path(here, PYTHON), PYTHON) is not None
