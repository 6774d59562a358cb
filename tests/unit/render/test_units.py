"""Units, and the files and directories that they rely on."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, rendered

UNITS = "/usr/lib/systemd/system"


def content(tmp_path: Path, path: str, **more: Any) -> str:
    return rendered(tmp_path, **more)[path].content


def test_no_timer_of_a_unit_requires_the_unit(tmp_path):
    """systemd 254 and later start what a wanted unit requires at once, each time that a start fails, past RestartSec=."""
    for layout in ("per-service", "single"):
        units = {
            path: one.content
            for path, one in rendered(tmp_path, layout=layout).items()
            if path.startswith(UNITS) and not one.link
        }
        wanted = {
            name
            for text in units.values()
            for line in re.findall(r"^Wants=(.*)$", text, re.M)
            for name in line.split()
        }
        assert any(name.endswith(".timer") for name in wanted)
        for name in wanted & {path.rpartition("/")[2] for path in units}:
            assert not re.search(
                r"^(Requires|BindsTo|Requisite)=", units[f"{UNITS}/{name}"], re.M
            ), name


def test_a_probe_asks_no_instance_that_does_not_run(tmp_path):
    text = content(tmp_path, f"{UNITS}/wsgi-probe@keystone.service")
    assert "\nExecCondition=+/usr/bin/systemctl --quiet is-active wsgi-keystone.service\n" in text


def test_the_target_waits_for_none_of_its_services(tmp_path):
    """Without default dependencies it is ordered after none of what it wants; what shuts a host down must then be said."""
    text = content(tmp_path, f"{UNITS}/wsgi.target")
    for line in ("DefaultDependencies=no", "Conflicts=shutdown.target", "Before=shutdown.target"):
        assert f"\n{line}\n" in text
    assert "After=" not in text


@pytest.mark.parametrize(
    ("keys", "directories"),
    [
        pytest.param({}, ["/var/lib/reports"], id="home"),
        pytest.param({"home": "/srv/reports"}, ["/srv/reports"], id="a home elsewhere"),
        pytest.param(
            {"writable": ["/srv/uploads"]},
            ["/var/lib/reports", "/srv/uploads"],
            id="what it writes to",
        ),
        pytest.param({"home": "/"}, [], id="the root is there"),
    ],
)
def test_every_directory_that_a_start_relies_on_is_made_where_it_is_not_there(
    tmp_path, keys, directories
):
    text = content(
        tmp_path, "/usr/lib/tmpfiles.d/wsgigen-reports.conf", services={"reports": {**OWN, **keys}}
    )
    lines = [line for line in text.splitlines() if line.startswith("d ")]
    assert lines == [f"d {directory} :0750 :reports :reports -" for directory in directories]


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        ({"writable": ["/srv/uploads"]}, "yes"),
        ({"writable": ["/home/reports/uploads"]}, "read-only"),
    ],
    ids=["elsewhere", "below a home"],
)
def test_what_a_service_may_write_below_a_home_is_not_hidden_from_it(tmp_path, keys, seen):
    """ReadWritePaths= opens nothing below what ProtectHome=yes hides."""
    text = content(tmp_path, f"{UNITS}/wsgi-reports.service", services={"reports": {**OWN, **keys}})
    assert f"\nProtectHome={seen}\n" in text


@pytest.mark.parametrize("service", ["keystone", "horizon"])
def test_the_home_of_a_catalogued_service_is_made_too(tmp_path, service):
    """Its package may not be there, as with a virtual environment, or make none, as Horizon's."""
    keys = {
        "venv": "/opt/service",
        **(
            {"static": {"/static": "/srv/static"}, "health": {"path": "/"}}
            if service == "horizon"
            else {}
        ),
    }
    text = content(
        tmp_path, f"/usr/lib/tmpfiles.d/wsgigen-{service}.conf", services={service: keys}
    )
    user = "www-data" if service == "horizon" else service
    assert f"d /var/lib/{user} :0750 :{user} :{user} -\n" in text


def test_single_loads_mod_wsgi_itself_where_no_postinst_did(tmp_path):
    """Debian's package enables it only where apache2 is configured already."""
    text = content(tmp_path, "/etc/apache2/conf-available/00-wsgigen.conf", layout="single")
    assert (
        "<IfModule !wsgi_module>\n    LoadModule wsgi_module /usr/lib/apache2/modules/mod_wsgi.so\n</IfModule>\n"
        in text
    )
    assert "mpm_event" not in text


@pytest.mark.parametrize("layout", ["per-service", "grouped", "single"])
def test_a_program_that_asks_systemd_may_connect_to_it(tmp_path, layout):
    """Without AF_UNIX systemctl reaches no bus: "Address family not supported by protocol"."""
    files = rendered(tmp_path, layout=layout, **_grouped(layout))
    asking = {
        path
        for path, one in files.items()
        if path.startswith("/usr/libexec/") and '"systemctl"' in one.content
    }
    programs = re.compile(r"^Exec\w+=[@:!-]*(/\S+)", re.M)  # with + it is in no sandbox
    checked = 0
    for path, one in files.items():
        if path.startswith(UNITS) and asking & set(programs.findall(one.content or "")):
            (families,) = re.findall(r"^RestrictAddressFamilies=(.*)$", one.content, re.M)
            assert "AF_UNIX" in families.split(), path
            checked += 1
    assert checked


@pytest.mark.parametrize("layout", ["per-service", "grouped", "single"])
def test_what_starts_with_an_instance_has_no_start_limit(tmp_path, layout):
    """By default systemd refuses the sixth start in 10 s; an instance may fail more often."""
    files = rendered(tmp_path, layout=layout, **_grouped(layout))
    units = {path.rpartition("/")[2]: one.content for path, one in files.items() if not one.link}
    wanted = {
        name
        for path, one in files.items()
        if path.startswith(UNITS)
        for line in re.findall(r"^Wants=(.*)$", one.content or "", re.M)
        for name in line.split()
        if name in units and name != "wsgi.target" and "@" in name
    }
    assert wanted
    for name in wanted:
        assert "\nStartLimitIntervalSec=0\n" in units[name], name


def _grouped(layout: str) -> dict[str, Any]:
    return {"groups": {"both": ["keystone", "placement"]}} if layout == "grouped" else {}


def test_who_knows_no_slots_finds_the_pid_file_of_the_first(tmp_path):
    """As the agent ocf:heartbeat:apache, which has a shell read the word: a variable is empty there."""
    text = content(tmp_path, "/etc/wsgigen/keystone/httpd.conf")
    (written,) = re.findall(r"^PidFile (.*)$", text, re.M)
    command = ("sh", "-c", f"PidFile={written}; realpath --canonicalize-missing $PidFile")
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert read == "/run/wsgigen/keystone/httpd.pid\n"
