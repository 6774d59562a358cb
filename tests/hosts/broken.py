"""Services that are broken, each in a way of its own, beside two that are not."""

from dataclasses import dataclass

from tests.hosts.deployed import deploy
from tests.hosts.host import Host

_APPLICATION = (
    'application: "hello:application", user: %s, python_path: [/srv/apps], startup_timeout: 12s'
)
#: What nothing can serve with: a certificate, and the key of another one.
_KEYS = "; ".join(
    f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test -days 2 -keyout {name}.key -out {name}.crt"
    for name in ("/etc/one", "/etc/other")
)


@dataclass(frozen=True)
class Broken:
    """A broken service: keys of its profile, what breaks it once its tree is installed, and what the journal then says why."""

    port: int
    keys: str
    cause: str
    breaks: str = ""


BROKEN = {
    "refused": Broken(
        8010,
        _APPLICATION,
        "Invalid command 'Bogus'",
        "echo 'Bogus on' >>/etc/wsgigen/refused/httpd.conf",
    ),
    "absent": Broken(
        8011,
        _APPLICATION.replace("hello:", "absent:"),
        "status 500: ModuleNotFoundError: No module named 'absent'; more in /var/log/",
    ),
    "twice": Broken(
        8012, _APPLICATION.replace("hello:", "twice:"), "status 500: FileNotFoundError: "
    ),
    "exits": Broken(
        8013,
        _APPLICATION.replace("hello:", "exits:"),
        "the application exited while it was imported: no configuration",
    ),
    "taken": Broken(
        8014,
        _APPLICATION,
        "Address already in use",
        "systemd-run --quiet --unit=taker python3 -m http.server --bind 0.0.0.0 8014",
    ),
    "mismatch": Broken(
        8015,
        _APPLICATION + ", tls: {certificate: /etc/one.crt, key: /etc/other.key}",
        "ended: AH02565: ",
        _KEYS,
    ),
    "homeless": Broken(
        8016,
        _APPLICATION + ", home: /srv/homeless",
        "Unable to change working directory to '/srv/homeless'; more in journalctl --unit wsgi-homeless",
        "rm -r /srv/homeless",
    ),
    "nowhere": Broken(
        8017, _APPLICATION + ", venv: /opt/nowhere", "Unable to stat Python home /opt/nowhere"
    ),
    "nodir": Broken(
        8018,
        _APPLICATION + ", writable: [/srv/nodir]",
        "/srv/nodir: No such file or directory",
        "rm -r /srv/nodir",
    ),
}

#: Applications that fail while they are imported, and one that takes its time.
_CODE = {
    "late": "import time\ntime.sleep(40)\nfrom hello import application\n",
    "twice": "import sys\nif hasattr(sys, 'seen'):\n    raise RuntimeError('not reentrant')\nsys.seen = True\nopen('/nowhere')\n",
    "exits": 'import sys\nsys.exit("no configuration")\n',
}


def deploy_broken(host: Host, layout: str = "per-service") -> None:
    """Install the two applications and every broken one on *host*, and break them; nothing is started."""
    services = {
        name: f"{{{broken.keys % name}, port: {broken.port}}}" for name, broken in BROKEN.items()
    }
    services["late"] = (
        "{application: 'late:application', port: 8019, user: late, python_path: [/srv/apps], startup_timeout: 60s}"
    )
    deploy(host, layout, services=services)
    for name, code in _CODE.items():
        (host.root / f"srv/apps/{name}.py").write_text(code)
    for broken in BROKEN.values():
        if broken.breaks:
            host.run("sh", "-c", broken.breaks)


def starts(host: Host, unit: str) -> int:
    """How often systemd began to start *unit*, whoever asked for it."""
    return host.says(
        "journalctl",
        "--output=cat",
        "--no-pager",
        "_PID=1",
        f"UNIT={unit}.service",
        "JOB_TYPE=start",
    ).count("Starting ")
