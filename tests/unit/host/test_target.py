"""`wsgigen verify` looks at the host of a plan, and says if this machine is another."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, planned
from wsgigen.host import target
from wsgigen.host.verify.entrypoints import verify_entrypoints
from wsgigen.plan.model import Plan


@pytest.fixture(autouse=True)
def on_target(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this machine a debian-12."""
    monkeypatch.setattr("wsgigen.host.installed.platform_name", lambda: "debian-12")


def verdicts(plan: Plan) -> dict[str, tuple[str, str]]:
    return {verdict.name: (verdict.result, verdict.reason) for verdict in verify_entrypoints(plan)}


def plan_of(tmp_path: Path, user: str = "nobody", **more: Any) -> Plan:
    """Return a plan of one service, whose account is on every machine."""
    return planned(
        tmp_path, services={"reports": {**OWN, "user": user, "home": str(tmp_path), **more}}
    )


def virtual_environment(tmp_path: Path) -> str:
    (tmp_path / "venv/lib/python3.11/site-packages").mkdir(parents=True)
    (tmp_path / "venv/pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    return f"{tmp_path}/venv"


def test_elsewhere_nothing_is_ok(tmp_path, monkeypatch):
    monkeypatch.setattr("wsgigen.host.installed.platform_name", lambda: "fedora")
    assert verdicts(plan_of(tmp_path)) == {
        "entrypoint: reports": ("not looked at", "this machine is fedora, not debian-12")
    }


def test_without_the_account_this_is_not_the_target(tmp_path):
    found = verdicts(plan_of(tmp_path, user="no-such-user"))
    assert found == {
        "entrypoint: reports": ("not looked at", "the user no-such-user is not on this machine")
    }


def test_a_module_that_is_not_there_fails(tmp_path):
    where = virtual_environment(tmp_path)
    found = verdicts(plan_of(tmp_path, application="no.such:application", venv=where))
    assert found["entrypoint: reports"] == ("failed", f"no.such is not in the Python of {where}")


def test_where_code_might_add_it_a_module_is_not_looked_at(tmp_path):
    where = virtual_environment(tmp_path)
    (tmp_path / "venv/lib/python3.11/site-packages/x.pth").write_text("import x\n")
    result, why = verdicts(plan_of(tmp_path, application="no.such:application", venv=where))[
        "entrypoint: reports"
    ]
    assert (
        result,
        why.endswith("without running " + where + "/lib/python3.11/site-packages/x.pth"),
    ) == ("not looked at", True)


def test_what_a_package_lacks_fails_whatever_code_might_add(tmp_path):
    where = virtual_environment(tmp_path)
    packages = tmp_path / "venv/lib/python3.11/site-packages"
    (packages / "x.pth").write_text("import x\n")
    (packages / "app").mkdir()
    (packages / "app/__init__.py").touch()
    assert (
        verdicts(plan_of(tmp_path, application="app.wsgi:application", venv=where))[
            "entrypoint: reports"
        ][0]
        == "failed"
    )


def test_a_module_that_is_there_is_ok_and_says_where(tmp_path):
    (tmp_path / "app.py").write_text("raise SystemExit('was run')")
    found = verdicts(plan_of(tmp_path, application="app:application", python_path=[str(tmp_path)]))
    assert found == {
        "entrypoint: reports": ("ok", str(tmp_path / "app.py")),
        "paths: reports": ("ok", ""),
    }


def test_every_path_that_is_missing_is_named(tmp_path):
    plan = plan_of(
        tmp_path,
        python_path=["/absent/path", str(tmp_path)],
        static={"/static": "/absent/static"},
        tls={"certificate": "/absent/c.pem", "key": "/absent/k.pem", "client_ca": "/absent/ca.pem"},
    )
    assert list(target.missing(plan, plan.sites[0])) == [
        "python_path /absent/path",
        "static /absent/static",
        "tls certificate /absent/c.pem",
        "tls key /absent/k.pem",
        "tls client_ca /absent/ca.pem",
    ]


def test_what_tmpfiles_d_makes_is_not_missing(tmp_path):
    plan = plan_of(tmp_path, home="/var/lib/nobody")
    assert not os.path.exists("/var/lib/nobody")
    assert list(target.missing(plan, plan.sites[0])) == []


def test_what_is_no_directory_fails(tmp_path):
    """A file that is there, and a directory that would have to be made below it."""
    file = tmp_path / "state.json"
    file.touch()
    (tmp_path / "reports").mkdir()
    (tmp_path / "app.py").touch()
    plan = plan_of(
        tmp_path,
        application="app:application",
        python_path=[str(tmp_path)],
        writable=[str(file), f"{file}/below", f"{tmp_path}/reports", f"{tmp_path}/absent"],
    )
    why = f"not a directory: writable {file}, writable {file}/below ({file})"
    assert verdicts(plan)["paths: reports"] == ("failed", why)


def test_a_virtual_environment_that_is_missing_fails_on_the_target(tmp_path):
    found = verdicts(plan_of(tmp_path, venv="/absent/venv"))
    assert found["paths: reports"] == ("failed", "not there, and made by nobody: venv /absent/venv")
