"""Keystone, placement and glance of OpenStack 2026.1: a virtual environment that is kept, and a state that is not.

Run as a program it makes the environment and prints where it is.
"""

import configparser
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import serving

CONSTRAINTS = Path(__file__).with_name("openstack-2026.1.txt")
PROJECTS = ("keystone", "openstack-placement", "glance", "WebTest")
PYTHON = Path("/usr/bin/python3")
PASSWORD = "secret"


def cache() -> Path:
    """Where what takes long to make is kept between runs."""
    return Path(os.environ.get("WSGIGEN_TEST_CACHE") or Path(__file__).parents[2] / ".cache")


def venv() -> Path:
    """The virtual environment, made when it is not there or its constraints have changed (75 s on two cores)."""
    if not PYTHON.exists():
        serving.missing(f"{PYTHON}, the Python of mod_wsgi")
    version = subprocess.run([PYTHON, "-V"], capture_output=True, text=True, check=True).stdout
    tag = hashlib.sha256(CONSTRAINTS.read_bytes() + version.encode()).hexdigest()[:12]
    path = cache() / f"openstack-2026.1-{tag}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (path / "complete").exists():
            _make(path)
    return path


def _make(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    # Versions of its own: those that tox gives pip are for what runs the tests.
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT")
    }
    commands: tuple[list[str | Path], ...] = (
        [PYTHON, "-m", "venv", path],
        [
            path / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--constraint",
            CONSTRAINTS,
            *PROJECTS,
        ],
    )
    for command in commands:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=900, check=False, env=clean
        )
        if done.returncode:
            serving.missing(
                f"OpenStack: {' '.join(map(str, command))} failed: {done.stderr[-2000:]}"
            )
    (path / "complete").touch()


@dataclass(frozen=True)
class Cloud:
    """A configured, bootstrapped control plane below `top`, not yet served."""

    top: Path
    venv: Path
    ports: dict[str, int]
    environment: dict[str, str]

    def profile(
        self,
        layout: str,
        services: tuple[str, ...] = ("keystone", "placement", "glance-api"),
        more: str = "",
    ) -> str:
        """A profile that serves *services* of the catalogue, and the services that *more* adds as YAML."""
        lines = [
            "wsgigen: 1",
            f"layout: {layout}",
            "platform: local",
            'openstack: "2026.1"',
            "server_name: localhost",
        ]
        lines += [f"venv: {self.venv}", "services:"]
        for name in services:
            variable = f"OS_{name.partition('-')[0].upper()}_CONFIG_DIR"
            keys = f"port: {self.ports[name]}, processes: 2, environment: {{{variable}: {self.environment[variable]}}}"
            lines.append(f"  {name}: {{{keys}}}")
        return "\n".join(lines) + f"\n{more}"


@contextmanager
def cloud() -> Iterator[Cloud]:
    """A state made from nothing (about 12 s), which belongs to whom httpd serves as."""
    environment = venv()
    with serving.directory() as top:
        ports = dict(zip(("keystone", "placement", "glance-api"), serving.ports(3), strict=True))
        found = Cloud(top, environment, ports, _configure(top, environment, ports))
        serving.own(top)
        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(step, found) for step in (_keystone, _placement, _glance)]:
                done.result()
        yield found


def _configure(top: Path, environment: Path, ports: dict[str, int]) -> dict[str, str]:
    keystone = f"http://127.0.0.1:{ports['keystone']}"
    token: dict[str, object] = {
        "www_authenticate_uri": keystone,
        "auth_url": keystone,
        "auth_type": "password",
        "username": "admin",
        "password": PASSWORD,
        "project_name": "admin",
        "user_domain_id": "default",
        "project_domain_id": "default",
    }
    for name in ("images", "staging", "tasks"):
        (top / "glance" / name).mkdir(parents=True)
    (top / "keystone").mkdir()
    (top / "placement").mkdir()
    files: dict[str, dict[str, dict[str, object]]] = {
        "keystone/keystone.conf": {
            "database": {"connection": f"sqlite:///{top}/keystone/db.sqlite"},
            "fernet_tokens": {"key_repository": top / "keystone/fernet"},
            "fernet_receipts": {"key_repository": top / "keystone/receipts"},
            "credential": {"key_repository": top / "keystone/credential"},
            "cache": {"enabled": "false"},
        },
        "placement/placement.conf": {
            "placement_database": {"connection": f"sqlite:///{top}/placement/db.sqlite"},
            "api": {"auth_strategy": "keystone"},
            "keystone_authtoken": token,
        },
        "glance/glance-api.conf": {
            "DEFAULT": {"enabled_backends": "fs:file"},
            "database": {"connection": f"sqlite:///{top}/glance/db.sqlite"},
            "glance_store": {"default_backend": "fs"},
            "fs": {"filesystem_store_datadir": top / "glance/images"},
            "os_glance_staging_store": {"filesystem_store_datadir": top / "glance/staging"},
            "os_glance_tasks_store": {"filesystem_store_datadir": top / "glance/tasks"},
            "paste_deploy": {
                "flavor": "keystone",
                "config_file": environment / "etc/glance/glance-api-paste.ini",
            },
            "wsgi": {"python_interpreter": environment / "bin/python"},
            "keystone_authtoken": token,
        },
    }
    for name, sections in files.items():
        parser = configparser.RawConfigParser()
        for section, values in sections.items():
            if section != "DEFAULT":
                parser.add_section(section)
            for key, value in values.items():
                parser.set(section, key, str(value))
        with (top / name).open("w") as file:
            parser.write(file)
    return {
        f"OS_{name.upper()}_CONFIG_DIR": str(top / name)
        for name in ("keystone", "placement", "glance")
    }


def _run(one: Cloud, project: str, *words: str) -> None:
    command: list[str | Path] = [
        one.venv / "bin" / f"{project}-manage",
        "--config-dir",
        one.top / project,
        *words,
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=one.top,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        **serving.person(),
    )
    assert done.returncode == 0, (
        f"{' '.join(map(str, command))}: {done.stdout[-1000:]}{done.stderr[-3000:]}"
    )


def _shared(database: Path) -> None:
    """Write-ahead logging: without it keystone answers 500 "database is locked"."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    serving.own(database.parent)


def _keystone(one: Cloud) -> None:
    _run(one, "keystone", "db_sync")
    _shared(one.top / "keystone/db.sqlite")
    url = f"http://127.0.0.1:{one.ports['keystone']}/v3"
    _run(one, "keystone", "fernet_setup")
    _run(one, "keystone", "credential_setup")
    urls = (
        "--bootstrap-public-url",
        url,
        "--bootstrap-internal-url",
        url,
        "--bootstrap-region-id",
        "one",
    )
    _run(one, "keystone", "bootstrap", "--bootstrap-password", PASSWORD, *urls)


def _placement(one: Cloud) -> None:
    _run(one, "placement", "db", "sync")
    _shared(one.top / "placement/db.sqlite")


def _glance(one: Cloud) -> None:
    _run(one, "glance", "db_sync")
    _shared(one.top / "glance/db.sqlite")


if __name__ == "__main__":
    print(venv())
