"""The cost of an action and of a fault, in each layout.

Measured are the requests lost, how long a service was silent, and whether its neighbours noticed.

`hello` is what something is done to; `slow` and `secure` are its neighbours, whose clients go on asking. Nothing may be lost by a reload,
also for a new certificate where it is a handover, and by new daemon processes; a restart may lose what comes while httpd is not there,
and nothing that it had already taken.
"""

import time

import pytest

from tests.hosts.deployed import Clients, daemons, install, start, unit, write_applications
from tests.hosts.evidence import Row, keep, keep_versions
from tests.hosts.host import Host, Lab
from tests.hosts.shaped import KINDS, dress, know_ciphers
from tests.hosts.test_boots import LAYOUTS

HELLO, SLOW, SECURE = 8001, 8002, 8003
NEIGHBOURS = (SLOW, SECURE)
#: Seconds after an action in which clients are still looked at.
_AFTER = 2
_TLS = "{certificate: /etc/ssl/one.pem, key: /etc/ssl/one.key}"
_SERVICES = {
    "hello": f'application: "hello:application", port: {HELLO}, user: hello',
    "slow": f'application: "slow:application", port: {SLOW}, user: slow',
    "secure": f'application: "hello:application", port: {SECURE}, user: secure, tls: {_TLS}',
}


def profile(layout: str, platform: str) -> str:
    lines = [
        "wsgigen: 1",
        f"layout: {layout}",
        f"platform: {platform}",
        "server_name: ctl.example.org",
        "manager: systemd",
        "services:",
    ]
    lines += [
        f"  {name}: {{{keys}, python_path: [/srv/apps], drain: 10s, memory: 150MiB}}"
        for name, keys in _SERVICES.items()
    ]
    if layout == "grouped":
        lines.append("groups: {all: [hello, slow, secure]}")
    return "\n".join((*lines, ""))


def certify(host: Host) -> None:
    """A new certificate and key."""
    names = (
        "-keyout",
        "/etc/ssl/one.key",
        "-out",
        "/etc/ssl/one.pem",
        "-subj",
        "/CN=ctl.example.org",
        "-days",
        "2",
    )
    host.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        *names,
    )


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=KINDS, ids=lambda one: one.name)
def host(request: pytest.FixtureRequest, here: Lab, layout: str) -> Host:
    (made,) = here.hosts(request.param, f"losses-{request.param.name}-{layout}")
    dress(made)
    write_applications(made)
    certify(made)
    install(made, profile(layout, made.kind.platform))
    know_ciphers(made)
    start(made)
    keep_versions(made)
    return made


def asked(host: Host, timeout: float = 30) -> Clients:
    """Clients of all three; a request to slow takes 0.5 s."""
    return Clients(
        host,
        {HELLO: "", SLOW: "?seconds=0.5", SECURE: ""},
        timeout=timeout,
        tls=frozenset({SECURE}),
    )


def under_way(host: Host, clients: Clients) -> None:
    host.until(
        lambda: all(
            sum(one.status == 200 for one in clients.of(port)) > 2 for port in (HELLO, *NEIGHBOURS)
        ),
        "answers of all",
        90,
    )


def new_processes(layout: str) -> str:
    """The command that gives hello new daemon processes, and nobody else."""
    return (
        "systemctl reload wsgi-hello"
        if layout == "per-service"
        else "systemctl start wsgi-recycle@hello"
    )


def act(host: Host, layout: str, action: str, command: str) -> tuple[int, int]:
    """Do it while clients ask, and keep what they lost: of what was under way, and of what came later."""
    ports = (HELLO, *NEIGHBOURS)
    with asked(host) as clients:
        under_way(host, clients)
        began = time.monotonic()
        host.run("sh", "-c", command, seconds=120)
        took = time.monotonic() - began
        time.sleep(_AFTER)
    early = sum(clients.lost(port, began) for port in ports)
    lost = {port: clients.lost(port) for port in ports}
    figures = {
        "done by": f"`{command}`",
        "took": f"{took:.1f} s",
        "requests": str(len(clients.seen)),
        "lost of what was under way": str(early),
        "lost later": f"{sum(lost.values()) - early}",
        "of them of its own": str(lost[SECURE if action.startswith("certificate") else HELLO]),
        "longest silence": f"{max(clients.silence(port) for port in ports):.1f} s",
    }
    keep(Row("losses", {"action": action, "layout": layout, "host": host.kind.name}, figures))
    return early, sum(lost.values()) - early


def test_a_reload_loses_nothing(host, layout):
    assert act(
        host, layout, "reload", f"systemctl reload {unit(host, layout, 'hello', 'all')}"
    ) == (0, 0)


def test_new_processes_for_one_service_lose_nothing(host, layout):
    before = {name: daemons(host, name) for name in _SERVICES}
    assert act(host, layout, "recycle", new_processes(layout)) == (0, 0)
    assert [name for name in _SERVICES if daemons(host, name) != before[name]] == ["hello"]


def test_a_restart_answers_what_it_has_taken(host, layout):
    early, _ = act(
        host,
        layout,
        "restart, which drains",
        f"systemctl restart {unit(host, layout, 'hello', 'all')}",
    )
    assert early == 0


def test_a_new_certificate_is_served_and_what_was_taken_is_answered(host, layout):
    shown = (
        "sh",
        "-c",
        f"openssl s_client -connect 127.0.0.1:{SECURE} </dev/null 2>/dev/null | openssl x509 -noout -serial",
    )
    before = host.says(*shown)
    certify(host)
    verb = "restart" if layout == "single" else "reload"
    early, later = act(
        host,
        layout,
        "certificate changed",
        f"systemctl {verb} {unit(host, layout, 'secure', 'all')}",
    )
    assert early == 0
    assert later == 0 or layout == "single"
    assert host.says(*shown) not in ("", before)


def break_(host: Host, layout: str, fault: str, command: str, seconds: float = 150) -> Clients:
    """Do it while clients ask, wait until hello answers again, and keep how long it was silent and what the neighbours lost."""
    with asked(host, timeout=5) as clients:
        under_way(host, clients)
        began = time.monotonic()
        host.run("sh", "-c", command, check=False, seconds=seconds)

        def over() -> bool:
            bad = [one.end for one in clients.of(HELLO) if one.end > began and one.status != 200]
            return time.monotonic() - began > 8 and (
                not bad or clients.again(HELLO, max(bad)) is not None
            )

        host.until(over, f"hello after {fault}", seconds)
        host.until(
            lambda: all(clients.again(port, time.monotonic() - 1) for port in NEIGHBOURS),
            "the neighbours",
            60,
        )
    lost = {port: clients.lost(port) for port in NEIGHBOURS}
    figures = {
        "done": f"`{command}`",
        "hello lost": f"{clients.lost(HELLO)} of {len(clients.of(HELLO))}",
        "hello was silent": f"{clients.silence(HELLO):.1f} s",
        "its neighbours lost": f"{sum(lost.values())} of {sum(len(clients.of(port)) for port in NEIGHBOURS)}",
        "and were silent": f"{max(clients.silence(port) for port in NEIGHBOURS):.1f} s",
    }
    keep(Row("faults", {"fault": fault, "layout": layout, "host": host.kind.name}, figures))
    return clients


def unheard(clients: Clients) -> bool:
    """Return whether no neighbour noticed."""
    return not any(clients.lost(port) for port in NEIGHBOURS)


def test_killed_daemon_processes_are_replaced_and_no_neighbour_notices(host, layout):
    assert unheard(break_(host, layout, "daemon processes killed", "pkill -9 -f '^.wsgi:hello.'"))


def test_a_killed_parent_is_the_fault_of_all_in_its_httpd(host, layout):
    command = (
        f"kill -9 $(systemctl show --property=MainPID --value {unit(host, layout, 'hello', 'all')})"
    )
    clients = break_(host, layout, "parent killed", command)
    assert unheard(clients) == (layout == "per-service")


def test_a_hang_is_healed_and_no_neighbour_notices(host, layout):
    assert unheard(break_(host, layout, "application hangs", "pkill -STOP -f '^.wsgi:hello.'"))


def test_a_broken_import_is_one_services_own_until_it_is_mended(host, layout):
    change = new_processes(layout)
    file = "/srv/apps/hello.py"
    command = f"mv {file} {file}.good; echo 'import nothing.like.this' >{file}; {change}; mv {file}.good {file}; {change}"
    # `secure` runs the same code, in processes of its own that go on with what they have loaded.
    assert unheard(break_(host, layout, "import broken, mended after the reload failed", command))


def test_an_application_without_memory_ends_its_process_alone(host, layout):
    shown = (
        "systemctl",
        "show",
        "--property=MainPID",
        "--value",
        unit(host, layout, "hello", "all"),
    )
    host.confine(
        unit(host, layout, "hello", "all"), (150 if layout == "per-service" else 450) << 20
    )  # what the unit's MemoryMax is
    parent, before = host.says(*shown), daemons(host, "hello")
    clients = break_(
        host,
        layout,
        "out of memory",
        f"curl -s -o /dev/null 'http://127.0.0.1:{HELLO}/?megabytes=2000'",
    )
    assert unheard(clients)
    assert len(before - daemons(host, "hello")) == 1
    assert host.says(*shown) == parent


def test_a_removed_socket_directory_comes_back(host, layout):
    name = {"per-service": "hello", "grouped": "all", "single": "single"}[layout]
    clients = break_(host, layout, "socket directory removed", f"rm -rf /run/wsgigen/{name}")
    assert clients.lost(HELLO)
    assert unheard(clients) == (layout == "per-service")
