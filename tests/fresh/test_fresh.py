"""The two commands for a fresh machine, on machines that have nothing."""

import re
from collections.abc import Iterator

import pytest

from tests.fresh.machine import CLONE, Machine, machine

SERVICES = ("hello", "slow", "environ")
COMPILING = ("gcc", "libc6-dev", "make", "libssl-dev", "python3-dev")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "bare" in metafunc.fixturenames:
        metafunc.parametrize("bare", ["bookworm", "trixie"], indirect=True)


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with machine(request.param) as found:
        yield found


@pytest.fixture
def bookworm() -> Iterator[Machine]:
    with machine("bookworm") as found:
        yield found


def healthy(output: str) -> list[str]:
    """The services that were asked and found healthy, in the order of the tables."""
    return re.findall(r"^(\S+) +http://127\.0\.0\.1:\d+ .* healthy +\d+$", output, re.M)


def test_the_demo_installs_what_it_says_and_serves_both_layouts(bare: Machine) -> None:
    first = bare.run("script/demo")
    assert first.returncode == 0, first.stdout
    assert first.stdout.startswith("==> installing with apt-get: apache2-bin apache2-utils libapache2-mod-wsgi-py3\n")
    assert sorted(healthy(first.stdout)) == sorted(2 * SERVICES)
    assert re.search(r"^httpd -t: single +ok$", first.stdout, re.M)
    assert "failed" not in first.stdout
    again = bare.run("script/demo", minutes=2)
    assert again.returncode == 0, again.stdout
    assert "installing" not in again.stdout


def test_where_root_keeps_the_checkout_closed_the_demo_serves_a_copy(bookworm: Machine) -> None:
    (bookworm.root / CLONE.relative_to("/")).chmod(0o700)
    done = bookworm.run("script/demo")
    assert done.returncode == 0, done.stdout
    assert "going on in a copy" in done.stdout
    assert sorted(healthy(done.stdout)) == sorted(2 * SERVICES)
    assert list((bookworm.root / "var/tmp").iterdir()) == []


def test_without_root_and_without_a_compiler_the_demo_names_the_way_out(bare: Machine) -> None:
    bare.run("chown", "--recursive", "person:person", CLONE)
    done = bare.run("script/demo", user="person")
    assert done.returncode == 2, done.stdout
    assert "\nerror: no Apache: " in done.stdout
    assert f"    fix: call script/demo as root or with sudo, or as root: apt-get install {' '.join(COMPILING)}\n" in done.stdout
    assert "installing with apt-get" not in done.stdout


def test_without_root_apache_is_compiled_from_pypi(bookworm: Machine) -> None:
    bookworm.run("apt-get", "update", "-qq")
    bookworm.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *COMPILING)
    bookworm.run("chown", "--recursive", "person:person", CLONE)
    done = bookworm.run("script/demo", user="person", minutes=25)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^==> compiling Apache: \d+ s, about \d+ %$", done.stdout, re.M)
    assert sorted(healthy(done.stdout)) == sorted(2 * SERVICES)


def test_the_tests_set_everything_up(bookworm: Machine) -> None:
    """All that script/test installs, the linters and the unit tests; the live tests are CI's own."""
    done = bookworm.run("script/test", "tests/unit", minutes=25)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("==> installing with apt-get: gcc libc6-dev make libssl-dev python3-dev apache2 ")
    assert re.search(r"^=+ \d+ passed.* in .*=$", done.stdout, re.M)
