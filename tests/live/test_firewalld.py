"""firewalld's services, read by firewalld's own reader, which comes from Debian's package without installing it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.live.rpm import needed
from tests.live.serving import missing
from tests.unit.given import OWN, rendered

_READ = """\
import json, sys
from firewall.core.io.service import service_reader
read = [service_reader(name, sys.argv[1]) for name in sys.argv[2:]]
print(json.dumps([[one.name, one.short, one.description, one.ports] for one in read]))
"""


@pytest.fixture(scope="module")
def reader(request: pytest.FixtureRequest) -> Path:
    """A directory with firewalld's Python code."""
    needed("apt-get", "dpkg-deb")
    assert request.config.cache
    kept = request.config.cache.mkdir("firewalld")
    if not list(kept.glob("*.deb")):
        done = subprocess.run(
            ["apt-get", "download", "python3-firewall"],
            cwd=kept,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            missing(f"Debian's package python3-firewall ({done.stderr.strip()})")
    subprocess.run(["dpkg-deb", "--extract", next(kept.glob("*.deb")), kept / "root"], check=True)
    return kept / "root/usr/lib/python3/dist-packages"


def test_firewalld_reads_each_service(reader, tmp_path):
    services = {
        "keystone": {},
        "reports": {**OWN, "listen": "10.0.0.11"},
        "inner": {**OWN, "port": 9001, "listen": ["127.0.0.1", "::1"]},
    }
    files = {
        path: one
        for path, one in rendered(tmp_path, platform="opensuse-leap", services=services).items()
        if "/firewalld/" in path
    }
    for path, one in files.items():
        (tmp_path / Path(path).name).write_text(one.content)
    names = sorted(Path(path).name for path in files)
    world = {"PYTHONPATH": str(reader), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["/usr/bin/python3", "-c", _READ, tmp_path, *names],
        env=world,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["wsgi-keystone", "wsgi-keystone", "Identity API", [["5000", "tcp"]]],
        ["wsgi-reports", "wsgi-reports", "reports", [["9000", "tcp"]]],
    ]
