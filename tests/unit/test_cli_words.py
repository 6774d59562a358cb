"""Words that cannot be used are told once, with a way out that an installed user has."""

import pytest
from click.testing import CliRunner

from tests.unit.given import OWN, keys, yaml
from wsgigen.cli.main import main

INIT = ("--service", "keystone", "--platform", "debian-12")


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(map(str, words)))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("words", "who"),
    [
        pytest.param(
            ["show", "a.yaml", "--layout", ""], "--layout: error: is empty", id="an option"
        ),
        pytest.param(
            ["build", "a.yaml", "--root="],
            "--root: error: is empty",
            id="a directory, which would be the current one",
        ),
        pytest.param(
            ["check", "a.yaml", "--select", ""],
            "--select: error: is empty",
            id="an option that is given again and again",
        ),
        pytest.param(["services", ""], "error: an argument is empty", id="an argument"),
        pytest.param(["show", ""], "error: an argument is empty", id="a file"),
    ],
)
def test_an_empty_word_is_named(words, who):
    assert said(*words) == (2, f"{who}\n    fix: give it a value, or leave it out\n")


@pytest.mark.parametrize(
    ("word", "message", "fix"),
    [
        (
            "yoga",
            "yoga is a release of OpenStack before zed, the oldest that wsgigen knows",
            "use zed or a later release",
        ),
        ("Epoxy", "epoxy is the name of the release 2025.1", 'write "2025.1", in quotes'),
        ("Zed", "Zed is written zed", "write zed"),
        ("rock", '"rock" is not an OpenStack release', 'use a release such as "2026.1", in quotes'),
    ],
)
def test_a_release_is_told_by_its_name(tmp_path, word, message, fix):
    status, text = said("init", tmp_path / "a.yaml", *INIT, "--openstack", word)
    assert (status, text) == (2, f"--openstack: error: openstack: {message}\n    fix: {fix}\n")


def test_one_file_differs(tmp_path):
    profile, root = tmp_path / "a.yaml", tmp_path / "root"
    profile.write_text(yaml(keys(services={"keystone": {}})))
    said("build", profile, "--root", root)
    changed = root / "etc/wsgigen/keystone/keystone.conf"
    changed.write_text(changed.read_text() + "# mine\n")
    assert (
        f"{root}: 1 file differs from what {profile} says\n"
        in said("build", profile, "--check", "--root", root)[1]
    )
    other = root / "etc/wsgigen/keystone/httpd.conf"
    other.write_text(other.read_text() + "# mine\n")
    assert (
        f"{root}: 2 files differ from what {profile} says\n"
        in said("build", profile, "--check", "--root", root)[1]
    )


def test_init_advises_nothing_that_was_done(tmp_path, monkeypatch):
    monkeypatch.setattr("wsgigen.host.installed.packages", frozenset)
    monkeypatch.setattr("wsgigen.host.vhosts.vhosts", lambda: ())
    status, text = said("init", tmp_path / "a.yaml", "--installed", "--platform", "debian-12")
    assert (status, text) == (
        2,
        "error: no service of the catalogue is installed here\n    fix: name one with --service NAME\n",
    )


@pytest.mark.parametrize("content", ["", None])
def test_the_way_out_needs_no_clone(tmp_path, content):
    if content is not None:
        (tmp_path / "a.yaml").write_text(content)
    status, text = said("show", tmp_path / "a.yaml")
    assert (status, "wsgigen init" in text, "profiles/" in text) == (2, True, False)


@pytest.mark.parametrize(
    ("more", "messages"),
    [
        pytest.param(
            {"services": {"a": {"application": "a.py", "port": 80, "user": "a"}}},
            ['application: "a.py" names no WSGI application'],
            id="not that there is no service, where the only one is wrong",
        ),
        pytest.param(
            {"openstack": "yoga", "services": {"ironic-inspector": {}}},
            ["openstack: yoga is a release of OpenStack before zed, the oldest that wsgigen knows"],
            id="not that the newest release lacks a service",
        ),
        pytest.param(
            {"layout": "groupd", "groups": {"x": ["keystone"]}},
            ["groupd is not a layout that wsgigen knows"],
            id="not what groups mean in a layout that is not known",
        ),
        pytest.param(
            {"logs": 5, "services": {}},
            ['logs is "5", not a mapping', "the profile has no services"],
            id="but what is wrong by itself is",
        ),
        pytest.param(
            {"services": {"a": {**OWN, "threads": 0}, "b": {**OWN, "port": 9001, "user": None}}},
            ["threads: 0 is not", "user is empty"],
            id="and so is what is wrong with each of two",
        ),
    ],
)
def test_an_error_that_follows_from_another_is_not_printed(tmp_path, more, messages):
    (tmp_path / "a.yaml").write_text(yaml(keys(**more)))
    status, text = said("show", tmp_path / "a.yaml")
    errors = [line.partition(": error: ")[2] for line in text.splitlines() if ": error: " in line]
    assert (status, len(errors)) == (2, len(messages)), text
    assert all(any(error.startswith(message) for error in errors) for message in messages), text
