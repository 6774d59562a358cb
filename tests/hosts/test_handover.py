"""A reload of an instance of its own: a second httpd takes over, whatever is changed, and nothing is lost."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hosts.deployed import deploy, start, write_applications
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.load import Load, allow_slow_handshakes, load, silent
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_CONFIG = "etc/wsgigen/hello/httpd.conf"
_VHOST = "etc/wsgigen/hello/hello.conf"
_MODULE = "srv/apps/hello.py"
_HTTP, _HTTPS = "http://127.0.0.1:8001/", "https://127.0.0.1:8003/"
_TLS = """{application: "hello:application", port: 8003, user: hello, python_path: [/srv/apps],
    drain: 10s, tls: {certificate: /etc/tls.pem, key: /etc/tls.key}}"""
#: Handovers for each change.
_RUNS = 20
#: Seconds in which a client says nothing: longer than an idle handover takes.
_SILENCE = 8


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(scope="module")
def served(here: Lab, kind: Kind) -> Host:
    (host,) = here.hosts(kind, f"handover-{kind.name}")
    (host.root / "etc").mkdir(exist_ok=True)
    certify(host, "first")
    deploy(host, "per-service", services={"secure": _TLS.replace("\n   ", "")})
    allow_slow_handshakes(host, "secure")
    vhost = host.root / "etc/wsgigen/secure/secure.conf"
    module = "/usr/lib/apache2/modules/mod_http2.so"
    lines = f"LoadModule http2_module {module}\nProtocols h2 http/1.1\n"
    vhost.write_text(lines + vhost.read_text())
    start(host)
    return host


@pytest.fixture
def host(served: Host) -> Iterator[Host]:
    """The same host for each test, which finds it as the first one did."""
    files = [served.root / name for name in (_CONFIG, _VHOST)]
    before = [file.read_text() for file in files]
    yield served
    for file, text in zip(files, before, strict=True):
        file.write_text(text)
    write_applications(served)
    for name in ("hello", "secure"):
        served.run("rm", "-f", f"/run/wsgigen-brake/wsgi-{name}.service")
        served.run("systemctl", "restart", f"wsgi-{name}")


def certify(host: Host, name: str) -> None:
    """Give *host* a certificate of its own, for *name*."""
    key, certificate = host.root / "etc/tls.key", host.root / "etc/tls.pem"
    command: list[str | Path] = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={name}", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)


def main_pid(host: Host, name: str = "hello") -> int:
    return int(host.says("systemctl", "show", "--property=MainPID", "--value", f"wsgi-{name}"))


def processes(host: Host, name: str = "hello") -> set[int]:
    """Return the pids of all processes of the unit."""
    group = f"/sys/fs/cgroup/wsgi.slice/wsgi-{name}.service/cgroup.procs"
    return set(map(int, host.says("cat", group).split()))


def reload(host: Host, name: str = "hello") -> subprocess.CompletedProcess[str]:
    return host.run("systemctl", "reload", f"wsgi-{name}", check=False, seconds=150)


def append(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text()}{line}\n")


def change_code(host: Host, number: int) -> None:
    append(host.root / _MODULE, f"# {number}")


def change_processes(host: Host, number: int) -> None:
    vhost = host.root / _VHOST
    before, wanted = ("processes=2", "processes=3")[:: -1 if number % 2 else 1]
    assert before in vhost.read_text()
    vhost.write_text(vhost.read_text().replace(before, wanted))


def change_ports(host: Host, number: int) -> None:
    append(host.root / _CONFIG, f"Listen {9000 + number}")


def change_httpd(host: Host, number: int) -> None:
    """As dpkg does: another file takes the name of the program that runs."""
    program = host.root / "usr/sbin/apache2"
    copy = program.with_name("apache2.dpkg-new")
    copy.write_bytes(program.read_bytes())
    copy.chmod(0o755)
    copy.rename(program)


def change_nothing(host: Host, number: int) -> None:
    pass


_CHANGES: dict[str, Callable[[Host, int], None]] = {
    "nothing": change_nothing,
    "code": change_code,
    "processes": change_processes,
    "ports": change_ports,
    "the httpd program": change_httpd,
}


def note(host: Host, change: str, seen: Load, runs: int = _RUNS) -> None:
    """Keep what clients saw of *runs* handovers."""
    figures = {
        "reloads": str(runs),
        "requests answered": str(seen.answered),
        "in a second": f"{seen.rate:.0f}",
        "lost": str(seen.lost),
        "on connections that httpd had just closed": str(seen.races),
    }
    keep(Row("handovers", {"change": change, "host": host.kind.name}, figures))


@contextmanager
def under_load(host: Host, url: str = _HTTP) -> Iterator[Load]:
    with load(host, url) as seen:
        yield seen
    print(f"{seen.rate:.0f} requests/s, {seen.answered} answered, {seen.races} races")
    assert seen.rate >= 300
    assert seen.lost == 0, seen.printed


def test_in_short_all_changes_once(host):
    old = processes(host)
    with under_load(host):
        for change in _CHANGES.values():
            change(host, 0)
        assert reload(host).returncode == 0
    assert processes(host).isdisjoint(old)
    assert ":9000 " in host.says("ss", "-ltn")


@pytest.mark.parametrize("change", _CHANGES)
def test_a_change_is_taken_in_and_nothing_is_lost(host, change):
    begin = main_pid(host)
    pids = {begin}
    with under_load(host) as seen:
        for number in range(_RUNS):
            _CHANGES[change](host, number)
            assert reload(host).returncode == 0, host.journal()
            assert processes(host).isdisjoint(pids)
            pids.add(main_pid(host))
    assert len(pids) == _RUNS + 1
    note(host, change, seen)
    if change == "ports":
        assert all(f":{9000 + number} " in host.says("ss", "-ltn") for number in range(_RUNS))


def test_a_certificate_is_taken_in_and_nothing_is_lost(host):
    with under_load(host, _HTTPS) as seen:
        for number in range(_RUNS):
            certify(host, f"number-{number}")
            assert reload(host, "secure").returncode == 0
            command = "openssl s_client -connect 127.0.0.1:8003 </dev/null 2>/dev/null"
            assert f"number-{number}" in host.says("sh", "-c", f"{command} | grep subject")
    note(host, "certificate, TLS and HTTP/2", seen)


def test_what_httpd_refuses_changes_nothing(host):
    old, config = processes(host), host.root / _CONFIG
    good = config.read_text()
    with under_load(host) as seen:
        append(config, "Bogus on")
        for _ in range(_RUNS):
            assert reload(host).returncode != 0
        config.write_text(good)
    note(host, "refused configuration", seen)
    assert old <= processes(host), "httpd may have one more child after a load"
    assert "Invalid command 'Bogus'" in host.journal(40, "wsgi-hello")


@pytest.mark.parametrize(("broken", "runs"), [("import absent", 5), ("import os; os._exit(3)", 1)])
def test_an_application_that_is_not_healthy_serves_nobody(host, broken, runs):
    old = processes(host)
    append(host.root / _MODULE, broken)
    with under_load(host):
        for _ in range(runs):
            assert reload(host).returncode != 0
    assert old <= processes(host)
    assert main_pid(host) in old
    write_applications(host)
    with under_load(host):
        assert reload(host).returncode == 0
    assert processes(host).isdisjoint(old)


def test_who_has_sent_nothing_yet_is_answered(host):
    with reloading(host, 0), silent(host, 8001, 20) as statuses:
        time.sleep(_SILENCE)
        assert main_pid(host) in processes(host)
    assert statuses == {"200": 20}


@pytest.fixture
def slow(host: Host) -> Host:
    """An application whose import takes seconds, and a request ?seconds."""
    module = host.root / _MODULE
    answer = "taken ="
    wait = 'import time; time.sleep(float(parse_qs(environ["QUERY_STRING"]).get("s", ["0"])[0]))'
    text = module.read_text().replace(answer, f"{wait}\n    {answer}")
    module.write_text(f"import time\ntime.sleep(3)\n{text}")
    host.run("systemctl", "restart", "wsgi-hello")
    return host


@contextmanager
def reloading(host: Host, seconds: float) -> Iterator[list[int]]:
    """Reload during the block: its exit status, when it has ended.

    The block begins so many *seconds* after the reload has: the moment of a handover is the test's.
    """
    statuses: list[int] = []
    command = ["nsenter", "-t", str(host.pid), "-a", "systemctl", "reload", "wsgi-hello"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as process:
        if seconds:
            host.until(lambda: is_reloading(host), "a reload", 10)
            time.sleep(seconds)
        yield statuses
        process.communicate(timeout=60)
        statuses.append(process.returncode)


@contextmanager
def asking(host: Host, seconds: float) -> Iterator[list[str]]:
    """Send a request that takes *seconds*: its status, when it has ended."""
    statuses: list[str] = []
    url = f"{_HTTP}?s={seconds:g}"
    command = ["nsenter", "-t", str(host.pid), "-n", "curl", "-s", "-o", "/dev/null"]
    command += ["-w", "%{http_code}", "--max-time", "30", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        host.until(lambda: is_connected(host), "a connection", 10)
        yield statuses
        statuses.append(process.communicate(timeout=60)[0])


def is_connected(host: Host) -> bool:
    """Return whether httpd has a connection of a client."""
    return bool(host.says("ss", "-Htn", "state", "established", "sport", "=", ":8001"))


def is_reloading(host: Host) -> bool:
    return host.says("systemctl", "is-active", "wsgi-hello") == "reloading"


def is_active(host: Host) -> bool:
    return host.says("systemctl", "is-active", "wsgi-hello") == "active"


def test_a_long_request_is_finished(slow):
    with asking(slow, 8) as statuses:
        old = main_pid(slow)
        assert reload(slow).returncode == 0
        assert main_pid(slow) != old
    assert statuses == ["200"]


def test_a_handover_that_is_killed_leaves_the_next_one_nothing_to_lose(slow):
    old = main_pid(slow)
    with reloading(slow, 1.5) as statuses:
        slow.run("pkill", "-9", "-f", "/usr/libexec/wsgigen/handover")
    assert statuses != [0]
    assert (is_active(slow), main_pid(slow)) == (True, old)
    write_applications(slow)
    before = processes(slow)
    with under_load(slow):
        assert reload(slow).returncode == 0
    assert processes(slow).isdisjoint(before), "nothing is left of the one that was killed"


def test_the_old_httpd_dies_while_the_new_one_is_checked(slow):
    with reloading(slow, 1.5):
        slow.run("kill", "-9", main_pid(slow))
        write_applications(slow)
        slow.until(lambda: is_active(slow), "the unit is active again", 30)
    slow.until(lambda: slow.says("curl", "-s", _HTTP).isdigit(), "an answer", 10)


def test_the_new_httpd_dies_before_the_old_one_has_ended(slow):
    with asking(slow, 12), reloading(slow, 5):
        assert len({pid for pid in processes(slow) if is_httpd(slow, pid)}) > 2, "both"
        slow.run("kill", "-9", main_pid(slow))
        slow.until(lambda: is_active(slow) and answers(slow), "an answer", 30)


def is_httpd(host: Host, pid: int) -> bool:
    return "-DFOREGROUND" in host.says("cat", f"/proc/{pid}/cmdline")


def answers(host: Host) -> bool:
    return host.says("curl", "-s", "--max-time", "5", _HTTP).isdigit()


def test_a_stop_while_the_new_one_is_checked_is_over_at_once(slow):
    with reloading(slow, 1.5) as statuses:
        begin = time.monotonic()
        slow.run("systemctl", "stop", "wsgi-hello")
        assert time.monotonic() - begin < 10, "less than a drain"
    assert statuses != [0]
    assert slow.says("systemctl", "is-active", "wsgi-hello") == "inactive"


def test_a_stop_while_the_old_one_drains_loses_nothing(slow):
    with asking(slow, 8) as statuses, reloading(slow, 5):
        slow.run("systemctl", "stop", "wsgi-hello")
    assert statuses == ["200"]
    assert slow.says("systemctl", "is-active", "wsgi-hello") == "inactive"


def test_two_reloads_at_once(host):
    with under_load(host), reloading(host, 0) as first, reloading(host, 0) as second:
        pass
    assert (first, second) == ([0], [0])


def test_after_a_handover_a_death_is_seen_and_mended(host):
    assert reload(host).returncode == 0
    old = main_pid(host)
    host.run("kill", "-9", old)
    host.until(lambda: is_active(host) and main_pid(host) != old, "a new httpd", 30)
    host.until(lambda: answers(host), "an answer", 10)


def test_fifty_handovers_in_a_row_leave_nothing_behind(host):
    def state() -> dict[str, int]:
        pid = main_pid(host)
        memory = host.says("cat", f"/proc/{pid}/smaps_rollup").splitlines()
        return {
            "files of httpd": len(host.says("ls", f"/proc/{pid}/fd").split()),
            "files of systemd": len(host.says("ls", "/proc/1/fd").split()),
            "processes": len(processes(host)),
            "listeners": host.says("ss", "-ltnH").count(":8001 "),
            "shared memory": len(host.says("ipcs", "-m").splitlines()),
            "semaphores": len(host.says("ipcs", "-s").splitlines()),
            "memory": next(int(line.split()[1]) for line in memory if line.startswith("Pss:")),
        }

    for _ in range(2):
        assert reload(host).returncode == 0
    begin = state()
    with under_load(host) as seen:
        for _ in range(50):
            assert reload(host).returncode == 0
    note(host, "nothing, 50 in a row", seen, 50)
    host.until(lambda: len(processes(host)) <= begin["processes"] + 1, "no more processes", 30)
    end = state()
    print(begin, end)
    assert end.pop("memory") <= 1.5 * begin.pop("memory")
    spare = end.pop("processes") - begin.pop("processes")
    assert spare <= 1, "httpd may have one more child after a load"
    assert all(end[name] <= begin[name] for name in begin)
