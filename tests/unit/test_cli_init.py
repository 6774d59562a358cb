"""`wsgigen init`, without a terminal; with one it is in the live tests."""

import contextlib

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wsgigen.cli import main
from wsgigen.live import installed
from wsgigen.profile.load import load

_VHOST = """\
<VirtualHost *:5000>
    WSGIDaemonProcess k processes=7
    WSGIProcessGroup k
    WSGIScriptAlias / /usr/bin/keystone-wsgi-public
</VirtualHost>
"""


@pytest.fixture
def wsgigen(tmp_path, monkeypatch):
    """Calls wsgigen in an empty directory: exit status and what it says."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


def test_named_services_are_written_and_can_be_built(wsgigen, tmp_path):
    words = ("--platform", "el-9", "--service", "keystone", "--service", "placement", "--server-name", "c.example.org")
    assert wsgigen("init", "c.yaml", *words) == (0, "c.yaml: keystone, placement; next: wsgigen check c.yaml\n")
    profile = load(tmp_path / "c.yaml")[0]
    assert (profile.platform, profile.openstack, profile.layout) == ("el-9", "2025.1", "per-service")
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
        (("--service", "keyston"), "--service: error: keyston is not in the catalogue\n    fix: did you mean keystone?\n"),
        (("--service", "keystone", "--platform", "el-8"), "--platform: error: el-8 is not a platform"),
        (("--service", "keystone", "--layout", "round"), "--layout: error: round is not a layout"),
        (("--service", "keystone", "--server-name", "a_b"), '--server-name: error: server_name: "a_b" is not a host name'),
        (("--service", "horizon", "--platform", "el-9"), "error: no URL is known that tells whether horizon is healthy"),
        (("--vhosts", "missing.conf"), "missing.conf: error: cannot be read: No such file or directory"),
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
    [("ctl2", ("ctl1", "ctl2"), ""), ("ctl_2", (), 'note: the cluster\'s nodes are left out: "ctl_2" is not a host name\n')],
)
def test_a_cluster_brings_its_nodes_and_what_it_manages(wsgigen, tmp_path, name, nodes, note):
    (tmp_path / "cib.xml").write_text(_CIB.format(name))
    status, said = wsgigen("init", "--cib", "cib.xml", "--platform", "el-9")
    assert (status, said) == (0, f"{note}profile.yaml: keystone; next: wsgigen check profile.yaml\n")
    profile = load(tmp_path / "profile.yaml")[0]
    assert (profile.services["keystone"].manager, profile.cluster.nodes) == ("pacemaker", nodes)


def test_what_is_installed_here_is_read(wsgigen, tmp_path, monkeypatch):
    monkeypatch.setattr(installed, "packages", lambda: frozenset({"keystone", "bash"}))
    monkeypatch.setattr(installed, "vhosts", lambda: ())
    assert wsgigen("init", "--installed", "--platform", "debian-12")[0] == 0
    assert "keystone: {} # Identity API; package keystone" in (tmp_path / "profile.yaml").read_text()


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


_SCRIPTS = st.sampled_from(["/usr/bin/keystone-wsgi-public", "/usr/bin/placement-api", "/usr/bin/nova-api-wsgi", "/srv/x.wsgi", "horizon"])
_OPTIONS = st.builds(
    "{}={}".format,
    st.sampled_from(["processes", "threads", "user", "group", "python-home", "process-group"]),
    st.one_of(st.sampled_from(["1", "5", "0", "root", "keystone", "k", "/opt/k", "'/a b'", '"/a b"', "${N}"]), st.text(max_size=6)),
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
_FILES = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    _FILES,
    st.lists(_LINES, max_size=12).map(lambda lines: [*lines, "WSGIScriptAlias / /usr/bin/keystone-wsgi-public"]),
    st.sampled_from(["debian-12", "el-9", "sles-15"]),
)
def test_whatever_else_apache_serves_the_profile_builds(wsgigen, tmp_path, name, written, platform):
    profile = tmp_path / "profile.yaml"
    vhosts = tmp_path / f"vhosts-{name}"
    vhosts.write_text("\n".join(written), newline="")
    try:
        status, said = wsgigen("init", "--vhosts", vhosts.name, "--platform", platform, "--server-name", "c.example.org")
        assert status == 0, said
        assert wsgigen("show", "profile.yaml")[0] == 0, profile.read_text()
    finally:
        vhosts.unlink()
        with contextlib.suppress(FileNotFoundError):
            profile.unlink()
