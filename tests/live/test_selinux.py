"""The generated SELinux module, compiled by the real secilc into the policy that Debian ships.

Not shown: the targeted policy of EL and Fedora, whose types have the same names or aliases, and enforcement by a kernel.
"""

import bz2
import subprocess
from pathlib import Path

import pytest

from tests.live.root import Root, lacks
from tests.live.rpm import needed
from tests.live.serving import missing
from tests.unit.given import OWN, planned
from wsgigen.render.render import render

_MODULES = Path("/var/lib/selinux/default/active/modules/100")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    plan = planned(
        tmp_path_factory.mktemp("plan"),
        platform="el-9",
        services={"keystone": {}, "reports": OWN, "swift-proxy": {}},
    )
    return {str(one.path): (f"{one.mode:04o}", one.content) for one in render(plan)}


@pytest.fixture(scope="module")
def policy(tree: dict[str, tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the compiled policy and its file contexts."""
    needed("secilc", "selabel_lookup", "sesearch")
    if not _MODULES.is_dir():
        missing("Debian's selinux-policy-default")
    directory = tmp_path_factory.mktemp("policy")
    for module in _MODULES.iterdir():
        if (module / "cil").exists():
            content = (module / "cil").read_bytes()
            (directory / f"{module.name}.cil").write_bytes(
                bz2.decompress(content) if content[:3] == b"BZh" else content
            )
    (directory / "wsgigen.cil").write_text(tree["/usr/share/selinux/packages/wsgigen.cil"][1])
    command: list[str | Path] = [
        "secilc",
        "-M",
        "true",
        "-N",
        "-o",
        directory / "policy",
        "-f",
        directory / "contexts",
        *sorted(directory.glob("*.cil")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return directory


@pytest.mark.parametrize(
    ("path", "context"),
    [
        ("/etc/wsgigen/keystone/httpd.conf", "httpd_config_t"),
        ("/run/wsgigen/keystone/wsgi.1.0.1.sock", "httpd_runtime_t"),
        ("/var/log/wsgigen/keystone/error.log", "httpd_log_t"),
        ("/usr/share/wsgigen/wsgi/keystone.wsgi", "httpd_sys_content_t"),
        ("/usr/libexec/wsgigen/probe", "bin_t"),
    ],
)
def test_files_have_the_types_that_httpd_knows(path, context, policy):
    done = subprocess.run(
        ["selabel_lookup", "-b", "file", "-f", policy / "contexts", "-k", path],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f":object_r:{context}:" in done.stdout


@pytest.mark.parametrize(
    ("type_", "class_", "permission"),
    [
        ("httpd_config_t", "file", "read"),
        ("httpd_runtime_t", "sock_file", "create"),
        ("httpd_runtime_t", "file", "write"),
        ("httpd_log_t", "file", "append"),
        ("httpd_sys_content_t", "file", "read"),
        ("http_port_t", "tcp_socket", "name_bind"),
        ("http_cache_port_t", "tcp_socket", "name_bind"),
        ("httpd_t", "unix_stream_socket", "lock"),
    ],
)
def test_httpd_may_do_what_it_has_to(type_, class_, permission, policy):
    command = [
        "sesearch",
        "-A",
        "-s",
        "httpd_t",
        "-t",
        type_,
        "-c",
        class_,
        "-p",
        permission,
        policy / "policy",
    ]
    assert (
        "allow httpd_t"
        in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )


def test_without_the_module_httpd_could_not_write_its_logs(policy, tmp_path):
    others = [one for one in sorted(policy.glob("*.cil")) if one.name != "wsgigen.cil"]
    subprocess.run(
        [
            "secilc",
            "-M",
            "true",
            "-N",
            "-o",
            tmp_path / "policy",
            "-f",
            tmp_path / "contexts",
            *others,
        ],
        check=True,
    )
    command = [
        "selabel_lookup",
        "-b",
        "file",
        "-f",
        tmp_path / "contexts",
        "-k",
        "/var/log/wsgigen/keystone/error.log",
    ]
    plain = (
        subprocess.run(command, capture_output=True, text=True, check=True)
        .stdout.split(":object_r:")[1]
        .split(":")[0]
    )
    command = [
        "sesearch",
        "-A",
        "-s",
        "httpd_t",
        "-t",
        plain,
        "-c",
        "file",
        "-p",
        "append",
        policy / "policy",
    ]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == ""


def run(tree: dict[str, tuple[str, str]], *lines: str) -> list[str]:
    """Run shell lines in a root that has the tree and Debian's policy."""
    needed("semanage", "semodule")
    if not _MODULES.is_dir():
        missing("Debian's selinux-policy-default")
    if lacking := lacks():
        missing(lacking)
    root = Root(
        (tree, {"/etc/selinux/config": ("0644", "SELINUX=permissive\nSELINUXTYPE=default\n")})
    )
    done = root.run(("sh", "-c", line) for line in lines)
    assert [one.status for one in done] == [0] * len(lines), done
    return [one.output for one in done]


def test_the_program_loads_the_module_and_labels_the_ports(tree):
    program = "/usr/libexec/wsgigen/selinux"
    ports = "semanage port --list --noheading | grep ^http_port_t"
    steps = [
        f"{program} label",
        "semodule --list-modules",
        ports,
        f"{program} label keystone reports swift-proxy",
        ports,
    ]
    more = [
        f"{program} label keystone",
        "semanage port --list --locallist",
        f"{program} remove",
        "semodule --list-modules",
    ]
    _, loaded, before, _, after, _, local, _, unloaded = run(tree, *steps, *more)
    assert "wsgigen" in loaded.split()
    assert not {"5000", "9000"} & set(before.replace(",", " ").split())
    assert {"5000", "9000"} <= set(after.replace(",", " ").split())
    assert "8080" not in local, "httpd may bind to http_cache_port_t as it is"
    assert "wsgigen" not in unloaded.split()


def test_where_there_is_no_selinux_nothing_happens(tree):
    program, gone = "/usr/libexec/wsgigen/selinux", "rm /etc/selinux/config"
    assert run(tree, gone, f"PATH=/nowhere {program} label && {program} label keystone")[1] == ""


def test_programs_that_are_not_there_are_named_with_their_package(tree):
    program = "/usr/libexec/wsgigen/selinux"
    said = run(
        tree,
        *(f"PATH=/nowhere {program} {words} || echo $?" for words in ("label", "label keystone")),
    )
    missing_ = "is missing: install policycoreutils-python-utils"
    assert said[0].splitlines() == [f"semodule {missing_}", "1"]
    assert said[1].splitlines() == [
        f"no port is labelled: semanage {missing_}",
        f"restorecon {missing_}",
        "1",
    ]
