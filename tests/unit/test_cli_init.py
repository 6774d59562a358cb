"""`wsgigen init`, without a terminal; with one it is in the live tests."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wsgigen.cli.main import main
from wsgigen.host import installed, vhosts
from wsgigen.profile.load import load
from wsgigen.registry import find

_VHOST = """\
<VirtualHost *:5000>
    WSGIDaemonProcess k processes=7
    WSGIProcessGroup k
    WSGIScriptAlias / /usr/bin/keystone-wsgi-public
</VirtualHost>
"""


@pytest.fixture
def wsgigen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Calls wsgigen in an empty directory: exit status and what it says."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


def test_named_services_are_written_and_can_be_built(wsgigen, tmp_path):
    words = (
        "--platform",
        "debian-13",
        "--service",
        "keystone",
        "--service",
        "placement",
        "--server-name",
        "c.example.org",
    )
    assert wsgigen("init", "c.yaml", *words) == (
        0,
        "c.yaml: keystone, placement; next: wsgigen check c.yaml\n",
    )
    profile = load(tmp_path / "c.yaml")[0]
    assert (profile.platform, profile.openstack, profile.layout) == (
        "debian-13",
        "2025.1",
        "per-service",
    )
    assert wsgigen("check", "c.yaml")[0] == 0
    assert wsgigen("build", "c.yaml")[0] == 0


def test_what_is_there_is_not_replaced_without_force(wsgigen, tmp_path):
    (tmp_path / "profile.yaml").write_text("mine\n")
    status, said = wsgigen("init", "--service", "keystone")
    assert (status, said.splitlines()[0]) == (2, "profile.yaml: error: is there already")
    assert (tmp_path / "profile.yaml").read_text() == "mine\n"
    assert wsgigen("init", "--service", "keystone", "--platform", "el-9", "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "error: there is no service\n"),
        (("--platform", "el-9"), "error: there is no service\n"),
        (("--service", "keystone", "--schema", "a b"), "--schema: error: holds a blank"),
        (("--service", "keystone", "--schema", "a\nb"), "--schema: error: holds a blank"),
        (
            ("--service", "keyston"),
            "--service: error: keyston is not in the catalogue\n    fix: did you mean keystone?\n",
        ),
        (
            ("--service", "keystone", "--platform", "el-8"),
            "--platform: error: el-8 is not a platform",
        ),
        (("--service", "keystone", "--layout", "round"), "--layout: error: round is not a layout"),
        (
            ("--service", "keystone", "--server-name", "a_b"),
            '--server-name: error: server_name: "a_b" is not a host name',
        ),
        (
            ("--service", "horizon", "--platform", "el-9"),
            "error: no URL is known that tells whether horizon is healthy",
        ),
        (
            ("--vhosts", "missing.conf"),
            "missing.conf: error: cannot be read: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_begun_leaves_nothing(wsgigen, words, said, tmp_path):
    status, output = wsgigen("init", *words)
    assert status == 2
    assert said in output
    assert list(tmp_path.iterdir()) == []


def test_what_apache_serves_is_taken_over(wsgigen, tmp_path):
    (tmp_path / "vhosts").mkdir()
    (tmp_path / "vhosts/keystone.conf").write_text(_VHOST)
    (tmp_path / "vhosts/other.conf").write_text("WSGIScriptAlias / /srv/reports.wsgi\n")
    assert wsgigen("init", "--vhosts", "vhosts", "--platform", "el-9")[0] == 0
    assert load(tmp_path / "profile.yaml")[0].services["keystone"].processes == 7
    written = (tmp_path / "profile.yaml").read_text()
    assert "keystone: # Identity API; vhosts/keystone.conf:4" in written
    assert "# /srv/reports.wsgi, vhosts/other.conf:1:" in written


_CIB = (
    '<cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0"><configuration><crm_config/>'
    '<nodes><node id="1" uname="ctl1"/><node id="2" uname="{}"/></nodes>'
    '<resources><primitive id="k" class="systemd" type="wsgi-keystone"/></resources><constraints/></configuration><status/></cib>'
)


@pytest.mark.parametrize(
    ("name", "nodes", "note"),
    [
        ("ctl2", ("ctl1", "ctl2"), ""),
        ("ctl_2", (), 'note: the cluster\'s nodes are left out: "ctl_2" is not a host name\n'),
    ],
)
def test_a_cluster_brings_its_nodes_and_what_it_manages(wsgigen, tmp_path, name, nodes, note):
    (tmp_path / "cib.xml").write_text(_CIB.format(name))
    status, said = wsgigen("init", "--cib", "cib.xml", "--platform", "debian-12")
    assert (status, said) == (
        0,
        f"{note}profile.yaml: keystone; next: wsgigen check profile.yaml\n",
    )
    profile = load(tmp_path / "profile.yaml")[0]
    assert (profile.services["keystone"].manager, profile.cluster.nodes) == ("pacemaker", nodes)


def test_what_is_installed_here_is_read(wsgigen, tmp_path, monkeypatch):
    monkeypatch.setattr(
        installed, "packages", lambda: {"keystone": "2:22.0.2-0+deb12u6", "bash": "5.2.15-2"}
    )
    monkeypatch.setattr(vhosts, "vhosts", lambda: ())
    assert wsgigen("init", "--installed", "--platform", "debian-12")[0] == 0
    assert (
        "keystone: {} # Identity API; package keystone" in (tmp_path / "profile.yaml").read_text()
    )


def made_venv(directory: Path, *metadata: str) -> Path:
    """A virtual environment whose packages are only what their metadata says."""
    packages = directory / "lib/python3.11/site-packages"
    for name in (*metadata, "broken.dist-info"):
        (packages / name).mkdir(parents=True)
    (packages / "keystone/wsgi").mkdir(parents=True)
    (packages / "keystone/__init__.py").write_text("raise SystemExit('was imported')")
    (packages / "keystone/wsgi/api.py").touch()
    return directory


def test_what_is_in_a_virtual_environment_is_read_without_running_it(tmp_path):
    venv = made_venv(
        tmp_path / "v", "keystone-29.0.2.dist-info", "openstack_placement-15.0.0-py3.11.egg-info"
    )
    assert installed.distributions(venv) == {"keystone": "29.0.2", "openstack-placement": "15.0.0"}
    keystone, horizon = (
        find("wsgigen.catalog.services", name, "SERVICE") for name in ("keystone", "horizon")
    )
    platform = find("wsgigen.catalog.platforms", "debian-12", "PLATFORM")
    (keystone_here,) = installed.installed([(keystone, str(venv)), (horizon, str(venv))], platform)
    assert (keystone_here.release, keystone_here.modules) == (
        "2026.1",
        frozenset({"keystone.wsgi.api"}),
    )
    assert keystone_here.source == f"keystone 29.0.2 in {venv}"


@pytest.mark.parametrize("option", [True, False], ids=["--venv", "a vhost's python-home"])
def test_a_virtual_environment_tells_the_release(option, wsgigen, tmp_path):
    venv = made_venv(tmp_path / "v", "keystone-29.0.2.dist-info")
    (tmp_path / "k.conf").write_text(
        _VHOST.replace("processes=7", f"processes=7 python-home={venv}")
    )
    words = ("--service", "keystone", "--venv", str(venv)) if option else ("--vhosts", "k.conf")
    assert wsgigen("init", "c.yaml", *words, "--platform", "debian-12") == (
        0,
        "c.yaml: keystone; next: wsgigen check c.yaml\n",
    )
    assert (
        f'openstack: "2026.1" # keystone 29.0.2 in {venv}; it decides'
        in (tmp_path / "c.yaml").read_text()
    )
    profile = load(tmp_path / "c.yaml")[0]
    assert (profile.venv if option else profile.services["keystone"].venv) == str(venv)


@pytest.mark.parametrize(("here", "expected"), [("debian-13", "2024.2"), ("debian-12", "2025.1")])
def test_packages_tell_the_release_of_this_machines_platform_alone(
    here, expected, wsgigen, tmp_path, monkeypatch
):
    monkeypatch.setattr(installed, "platform_name", lambda: here)
    monkeypatch.setattr(installed, "packages", lambda: {"keystone": "2:26.0.0-1"})
    assert wsgigen("init", "--service", "keystone", "--platform", "debian-13")[0] == 0
    assert load(tmp_path / "profile.yaml")[0].openstack == expected


def test_a_guess_is_said_to_be_one(wsgigen):
    status, said = wsgigen("init", "--service", "keystone", "--platform", "el-9")
    assert (status, said.splitlines()[0]) == (
        0,
        "note: nothing here says which OpenStack release the services are of: 2025.1 is the newest that the platform's Python runs; "
        "say another with --openstack RELEASE",
    )
    assert wsgigen(
        "init", "--service", "keystone", "--platform", "el-9", "--openstack", "2024.1", "--force"
    )[1].startswith("profile.yaml:")


def test_check_holds_the_release_against_what_is_installed(wsgigen, tmp_path, monkeypatch):
    monkeypatch.setattr(installed, "platform_name", lambda: "debian-12")
    venv = made_venv(tmp_path / "v", "keystone-27.0.0.dist-info")
    assert (
        wsgigen(
            "init",
            "--service",
            "keystone",
            "--venv",
            str(venv),
            "--openstack",
            "2024.2",
            "--platform",
            "debian-12",
        )[0]
        == 0
    )
    status, said = wsgigen("check", "profile.yaml", "--select", "openstack-release-differs")
    assert status == 1
    assert "keystone is of OpenStack 2025.1" in said
    assert "its entrypoint imports keystone.server.wsgi, which is not there" in said
    status, said = wsgigen(
        "check", "profile.yaml", "--select", "openstack-release-differs", "--platform", "debian-13"
    )
    assert (status, "needs a host of the profile's platform" in said) == (0, True)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ('ID=debian\nVERSION_ID="13"\n', "debian-13"),
        ('ID="ubuntu"\nID_LIKE=debian\nVERSION_ID="24.04"\n', "ubuntu-24.04"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n', "el-9"),
        ('ID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="10"\n', "el-10"),
        ("ID=fedora\nVERSION_ID=43\n", "fedora"),
        ('ID="opensuse-leap"\nVERSION_ID="15.6"\n', "opensuse-leap"),
        ('ID="sles"\nVERSION_ID="15.6"\n', "sles-15"),
        ("ID=arch\n", ""),
        ("", ""),
    ],
)
def test_this_machines_platform(words, name, tmp_path):
    (tmp_path / "os-release").write_text(words)
    assert installed.platform_name(tmp_path / "os-release") == name
    assert installed.platform_name(tmp_path / "missing") == ""


_SCRIPTS = st.sampled_from(
    [
        "/usr/bin/keystone-wsgi-public",
        "/usr/bin/placement-api",
        "/usr/bin/nova-api-wsgi",
        "/srv/x.wsgi",
        "horizon",
    ]
)
_OPTIONS = st.builds(
    "{}={}".format,
    st.sampled_from(["processes", "threads", "user", "group", "python-home", "process-group"]),
    st.one_of(
        st.sampled_from(
            ["1", "5", "0", "root", "keystone", "k", "/opt/k", "'/a b'", '"/a b"', "${N}"]
        ),
        st.text(max_size=6),
    ),
)
_LINES = st.one_of(
    st.builds("<VirtualHost *:{}>".format, st.one_of(st.integers(0, 70000), st.text(max_size=3))),
    st.just("</VirtualHost>"),
    st.builds("WSGIProcessGroup {}".format, st.sampled_from("kp")),
    st.builds("WSGIDaemonProcess {} {} {}".format, st.sampled_from("kp"), _OPTIONS, _OPTIONS),
    st.builds("WSGIScriptAlias {} {} {}".format, st.text(max_size=3), _SCRIPTS, _OPTIONS),
    st.builds("WSGIScriptAlias / /srv/{}".format, st.text(max_size=9)),
    st.text(max_size=20),
)
_FILES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=9
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    _FILES,
    st.lists(_LINES, max_size=12).map(
        lambda lines: [*lines, "", "WSGIScriptAlias / /usr/bin/keystone-wsgi-public"]
    ),
    st.sampled_from(["debian-12", "el-9", "sles-15"]),
)
def test_whatever_else_apache_serves_the_profile_builds(wsgigen, tmp_path, name, written, platform):
    profile = tmp_path / "profile.yaml"
    vhosts = tmp_path / f"vhosts-{name}"
    vhosts.write_text("\n".join(written), newline="")
    try:
        status, said = wsgigen(
            "init",
            "--vhosts",
            vhosts.name,
            "--platform",
            platform,
            "--server-name",
            "c.example.org",
        )
        assert status == 0, said
        assert wsgigen("show", "profile.yaml")[0] == 0, profile.read_text()
    finally:
        vhosts.unlink()
        with contextlib.suppress(FileNotFoundError):
            profile.unlink()
