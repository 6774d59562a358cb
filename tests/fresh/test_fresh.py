"""The two commands for a newcomer, on hosts that boot and have nothing."""

import re
from collections.abc import Iterator

import pytest

from tests.fresh.newcomer import ABLE, ALONE, Newcomer, newcomer

SERVICES = ("hello", "slow", "environ")
COMPILING = ("gcc", "libc6-dev", "make", "libssl-dev", "python3-dev")
#: What it may take from a clone to services that are healthy, in seconds.
PATIENCE = 60


@pytest.fixture(params=ABLE, ids=str)
def able(request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    with newcomer(request.param) as made:
        yield made


@pytest.fixture(params=[one for one in ABLE if (one.who == "root") != one.apache], ids=str)
def one_of_each(request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """Root without Apache, and a person with sudo beside one that runs."""
    with newcomer(request.param) as made:
        yield made


@pytest.fixture(params=ALONE, ids=str)
def alone(request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    with newcomer(request.param) as made:
        yield made


@pytest.fixture(params=[one for one in ABLE if not one.apache], ids=str)
def equipped(request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """Somebody for whom Apache is compiled already, where it was for this Python before."""
    with newcomer(request.param, wheels=True) as made:
        yield made
        made.keep_wheels()


def healthy(output: str) -> list[str]:
    """The services that were asked and found healthy, in the order of the tables."""
    return re.findall(r"^(\S+) +http://127\.0\.0\.1:\d+ .* healthy +\d+$", output, re.M)


def demonstrated(output: str) -> float:
    """The seconds that a demo took in which all was well."""
    assert sorted(healthy(output)) == sorted(2 * SERVICES), output
    assert re.search(r"^httpd -t: single +ok$", output, re.M), output
    assert re.search(r"^unit: apache2.service +ok", output, re.M), output
    assert not re.search(r"^error|\bfailed\b", output, re.M), output
    said = "\n".join(output.splitlines()[-2:])
    found = re.match(r"==> done in ([\d.]+) s; the trees are in build/\n    to go on", said)
    assert found, said
    return float(found[1])


def test_the_demo_serves_both_layouts_soon(able, capsys):
    done = able.run("script/demo")
    assert done.returncode == 0, done.stdout
    took = demonstrated(done.stdout)
    with capsys.disabled():
        print(f"\n{able.setting}: from clone to healthy in {took} s")
    assert took <= PATIENCE, done.stdout
    assert (able.clone / "build/demo-single/etc").is_dir()
    assert ("going on in a copy" in done.stdout) == (able.setting.who == "root"), (
        "/root is closed to whom Apache serves as"
    )
    assert able.host.says("sh", "-c", "ls /var/tmp | grep wsgigen") == ""
    assert able.host.says("systemctl", "list-units", "--failed", "--no-legend", "--plain") == ""
    assert able.host.says("systemctl", "is-active", "apache2") == (
        "active" if able.setting.apache else "inactive"
    )


def test_a_second_demo_installs_no_package(one_of_each):
    assert one_of_each.run("script/demo").returncode == 0
    again = one_of_each.run("script/demo", minutes=2)
    assert again.returncode == 0, again.stdout
    assert "apt-get" not in again.stdout
    demonstrated(again.stdout)


def test_a_file_that_is_there_before_its_package_stays(one_of_each):
    """dpkg would ask which to keep, where nobody sees the question."""
    theirs = one_of_each.host.root / "etc/apache2/mods-available/wsgi.conf"
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_text("# mine\n")
    done = one_of_each.run("script/demo", minutes=3)
    assert done.returncode == 0, done.stdout
    demonstrated(done.stdout)
    assert theirs.read_text() == "# mine\n"


def test_a_demo_that_fails_ends_with_a_sentence(one_of_each):
    (one_of_each.clone / "profiles/demo/slow.py").write_text('raise RuntimeError("no database")\n')
    profile = one_of_each.clone / "profiles/demo.yaml"
    profile.write_text(
        profile.read_text().replace("timeout: 30s", "timeout: 30s\n    startup_timeout: 5s")
    )
    done = one_of_each.run("script/demo")
    assert done.returncode == 2, done.stdout
    assert "RuntimeError: no database" in done.stdout
    said, fix = done.stdout.splitlines()[-2:]
    assert said == "error: the demo failed: wsgigen run ended with 1: not every service was healthy"
    assert fix.startswith("    fix: ")


def test_without_root_and_without_a_compiler_the_demo_names_the_way_out(alone):
    done = alone.run("script/demo")
    assert done.returncode == 2, done.stdout
    assert "\nerror: no Apache: " in done.stdout
    assert (
        f"    fix: call script/demo as root or with sudo, or as root: apt-get install {' '.join(COMPILING)}\n"
        in done.stdout
    )
    assert "installing with apt-get" not in done.stdout


def test_without_root_apache_is_compiled_from_pypi(alone):
    alone.install("--no-install-recommends", *COMPILING)
    done = alone.run("script/demo", minutes=25)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^==> compiling Apache: \d+ s, about \d+ %$", done.stdout, re.M)
    demonstrated(done.stdout)


def test_without_root_the_tests_go_on_with_what_there_is(alone):
    done = alone.run("script/test", "tests/unit", minutes=10)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("==> not root: going on without Debian's packages: ")
    tested(done.stdout)


def tested(output: str) -> None:
    """All linters and unit tests passed."""
    assert re.search(r"^=+ \d+ passed.* in .*=$", output, re.M), output
    assert re.match(r"==> everything passed, in [\d.]+ s$", output.splitlines()[-1]), output


@pytest.mark.parametrize("order", [("demo", "test"), ("test", "demo")], ids="-".join)
def test_one_after_the_other_in_one_clone(equipped, order):
    """All that script/test installs, the linters, the unit tests, and the live tests that need the module of the machine's Apache."""
    for command in order:
        words = (
            ("tests/unit", "tests/live/test_golden.py", "tests/live/test_verify.py")
            if command == "test"
            else ()
        )
        done = equipped.run(f"script/{command}", *words, minutes=30)
        assert done.returncode == 0, done.stdout
        tested(done.stdout) if command == "test" else demonstrated(done.stdout)
