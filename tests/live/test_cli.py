"""The command as people call it: good, bad and absurd input, with and without a terminal, as root and as nobody."""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from wsgigen.cli.main import main

from . import serving
from .serving import ask, asleep, together

REPOSITORY = Path(__file__).parents[2]
PROFILES = sorted((REPOSITORY / "profiles").glob("*.yaml"))
PLAIN = "wsgigen: 1\nlayout: single\nplatform: debian-12\nserver_name: a.example\nservices: {a: {application: 'a:b', port: 9000, user: a}}\n"
COMMANDS = (
    *(
        "build",
        "check",
        "compare",
        "diff",
        "explain",
        "show",
        "services",
        "schema",
        "simulate",
        "verify",
        "run",
        "requires",
        "init",
    ),
    "completion",
)


def wsgigen(
    *words: object, cwd: Path, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """One call. A traceback is a bug whatever the input, and so is a status that is not 0, 1 or 2."""
    command = [sys.executable, "-m", "wsgigen", *map(str, words)]
    done = subprocess.run(
        command,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
        cwd=cwd,
    )
    assert "Traceback" not in done.stderr + (done.stdout or ""), done
    assert done.returncode in (0, 1, 2), done
    return done


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(PLAIN)
    return tmp_path


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command, tmp_path):
    done = wsgigen(*command.split(), "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_every_command_is_tested_here(tmp_path):
    listed = re.findall(
        r"^  (\w+)  ", wsgigen("--help", cwd=tmp_path).stdout.partition("Commands:")[2], re.M
    )
    assert set(COMMANDS) <= set(listed)


def test_build_diff_and_build_again(here):
    first = wsgigen("build", "a.yaml", cwd=here)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.fullmatch(r"build/a: \d+ written, 0 removed, 0 unchanged\n", first.stdout)
    assert wsgigen("diff", "a.yaml", cwd=here).returncode == 0
    assert re.fullmatch(
        r"build/a: 0 written, 0 removed, \d+ unchanged\n",
        wsgigen("build", "a.yaml", cwd=here).stdout,
    )
    (here / "a.yaml").write_text(PLAIN.replace("9000", "9001"))
    changed = wsgigen("diff", "a.yaml", cwd=here)
    assert changed.returncode == 1
    assert re.search(r"^-.*9000", changed.stdout, re.M)
    assert re.search(r"^\+.*9001", changed.stdout, re.M)


def test_a_file_that_somebody_changed_is_kept(here):
    wsgigen("build", "a.yaml", cwd=here)
    entrypoint = here / "build/a/usr/share/wsgigen/wsgi/a.wsgi"
    entrypoint.write_text("mine\n")
    refused = wsgigen("build", "a.yaml", cwd=here)
    assert (refused.returncode, entrypoint.read_text()) == (2, "mine\n")
    assert "a.wsgi" in refused.stderr
    assert wsgigen("build", "a.yaml", "--force", cwd=here).returncode == 0
    assert entrypoint.read_text() != "mine\n"


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_every_profile_is_shown_built_and_verified(profile, tmp_path):
    shown = json.loads(wsgigen("show", profile, "--format", "json", cwd=tmp_path).stdout)
    text = wsgigen("show", profile, cwd=tmp_path).stdout
    assert all(instance["unit"] in text for instance in shown["instances"])
    assert wsgigen("build", profile, cwd=tmp_path).returncode == 0
    assert wsgigen("diff", profile, cwd=tmp_path).returncode == 0


def test_verify_names_what_it_asked(here):
    serving.apache("system")
    done = wsgigen("verify", "a.yaml", cwd=here)
    assert done.returncode == 0, done
    assert re.search(r"^httpd -t: a|^httpd -t: single", done.stdout, re.M)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_every_profile_is_checked(profile, tmp_path):
    done = wsgigen("check", profile, cwd=tmp_path)
    assert (done.returncode in (0, 1), done.stderr) == (True, "")
    assert max(map(len, done.stdout.partition("\n\n")[2].partition("\n\n")[0].splitlines())) <= 80
    assert "\x1b" not in done.stdout


PACEMAKER = PLAIN.replace(
    "services: {", "manager: pacemaker\nservices: {b: {application: 'a:b', port: 9001, user: a}, "
)


def test_check_says_which_layout_conflicts(here):
    (here / "p.yaml").write_text(PACEMAKER)
    done = wsgigen("check", "p.yaml", "--select", "shared-instance", cwd=here)
    assert (done.returncode, done.stderr) == (1, "")
    assert re.search(r"^ +\* +single +conflict +1 +0 +0 +2 of 2 +0$", done.stdout, re.M)
    assert re.search(r"^ +per-service +clean +0 +0 +0 +0 of 2 +0$", done.stdout, re.M)
    found = "p.yaml:2:9: conflict: apache2.service serves b, a: Pacemaker cannot stop one alone [shared-instance]\n    fix: set layout"
    assert found in done.stdout


def test_the_layout_that_is_chosen_decides(here):
    (here / "p.yaml").write_text(PACEMAKER)
    done = wsgigen(
        "check", "p.yaml", "--layout", "per-service", "--select", "shared-instance", cwd=here
    )
    assert (done.returncode, "[shared-instance]" in done.stdout) == (0, False)


def test_an_unusable_profile_hides_no_report(here):
    (here / "p.yaml").write_text(PACEMAKER)
    done = wsgigen("check", "absent.yaml", "p.yaml", "a.yaml", cwd=here)
    assert done.returncode == 2
    assert "absent.yaml: error: cannot be read" in done.stderr
    assert "[shared-instance]" in done.stdout
    assert re.search("^a.yaml$", done.stdout, re.M)


def test_a_cluster_is_checked_alone_and_beside_a_profile(here):
    cluster = REPOSITORY / "tests/cibs/alias.xml"
    assert wsgigen("check", "--cib", cluster, cwd=here).stdout.startswith(f"{cluster}\n")
    assert wsgigen("check", "a.yaml", "--cib", cluster, cwd=here).stdout.startswith(
        f"a.yaml with {cluster}\n"
    )


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_every_format_says_the_same_with_the_same_status(form, here):
    (here / "p.yaml").write_text(PACEMAKER)
    done = wsgigen(
        "check", "p.yaml", "absent.yaml", "--select", "shared-instance", "--format", form, cwd=here
    )
    assert done.returncode == 2
    assert "apache2.service serves b, a: Pacemaker cannot stop one alone" in done.stdout
    assert "absent.yaml: error: cannot be read" in done.stderr


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_every_profile_is_compared(profile, tmp_path):
    done = wsgigen("compare", profile, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.partition("\n\n")[0].splitlines())) <= 80
    made = json.loads(wsgigen("compare", profile, "--format", "json", cwd=tmp_path).stdout)
    assert set(made["layouts"]) >= {"single", "per-service"}


def test_a_conflict_is_proved(here):
    if not shutil.which("crm_simulate", path="/usr/sbin:/usr/bin"):
        serving.missing("crm_simulate")
    (here / "p.yaml").write_text(PACEMAKER)
    done = wsgigen("check", "p.yaml", "--select", "shared-instance", "--prove", cwd=here)
    assert re.search(
        r"^    proof: shown by crm_simulate \S+: stop b \(target-role=Stopped\): part: ",
        done.stdout,
        re.M,
    ), done


def test_what_cannot_be_proved_is_not_run(here, monkeypatch):
    (here / "p.yaml").write_text(PACEMAKER)
    monkeypatch.setattr("shutil.which", lambda *words, **more: None)
    done = CliRunner().invoke(
        main, ["check", str(here / "p.yaml"), "--select", "shared-instance", "--prove"]
    )
    assert "    proof: not run: crm_simulate is not on this machine\n" in done.output
    assert done.exit_code == 1


def test_a_cluster_alone_is_proved_without_a_traceback(here):
    wsgigen("check", "--cib", REPOSITORY / "tests/cibs/alias.xml", "--prove", cwd=here)


@pytest.mark.parametrize("columns", [80, 120])
def test_check_in_a_terminal(here, columns):
    (here / "p.yaml").write_text(PACEMAKER)
    with Terminal(
        here,
        columns,
        "check",
        "p.yaml",
        "a.yaml",
        "--cib",
        str(REPOSITORY / "tests/cibs/alias.xml"),
    ) as terminal:
        assert terminal.end() == 1
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", terminal.seen).decode()
    assert (
        max(
            len(line)
            for line in text.replace("\r", "").splitlines()
            if not line.startswith("      ")
        )
        <= columns
    )
    assert b"\x1b[1;31mconflict\x1b[0m" in terminal.seen
    assert "[shared-instance]" in " ".join(text.split())


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "words",
    [
        ["show", "p.yaml"],
        ["services"],
        ["services", "nova-api"],
        ["verify", "p.yaml"],
        ["check", "p.yaml"],
        ["compare", "p.yaml"],
    ],
)
def test_no_line_on_a_terminal_is_folded_within_a_word(here, columns, words):
    (here / "p.yaml").write_text(PACEMAKER)
    whole = wsgigen(*words, cwd=here).stdout
    with Terminal(here, columns, *words) as terminal:
        terminal.end()
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", terminal.seen).decode().replace("\r", "")
    assert all(len(line) <= columns or len(line.split()) <= 2 for line in text.splitlines())
    known = {word.strip(":,") for word in (whole + "left out since the terminal is narrow").split()}
    assert {word.strip(":,") for word in text.split()} <= known


def test_explain_prints_a_page_or_all_names(tmp_path):
    assert re.search(
        r"^shared-instance +conflict +One httpd", wsgigen("explain", cwd=tmp_path).stdout, re.M
    )
    page = wsgigen("explain", "shared-instance", cwd=tmp_path).stdout
    assert page.startswith("shared-instance (conflict)\n\nOne httpd")
    assert "\nInstead\n    " in page


def test_a_build_does_not_import_the_checker(here):
    code = "import sys; from wsgigen.cli.main import main; main(['build', 'a.yaml'], standalone_mode=False)"
    code += "; print(sorted(name for name in sys.modules if name.startswith('wsgigen.check')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=here,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_services_and_schema(tmp_path):
    listed = wsgigen("services", cwd=tmp_path).stdout
    assert "keystone" in listed
    assert "refused: skyline-apiserver" in listed
    assert wsgigen("services", "keystone", cwd=tmp_path).stdout.startswith(
        "service          keystone: Identity API\n"
    )
    assert json.loads(wsgigen("schema", cwd=tmp_path).stdout)["title"] == "Profile of wsgigen"
    assert (
        json.loads(wsgigen("schema", "--report", cwd=tmp_path).stdout)["title"]
        == "Report of wsgigen check"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Usage"),
        ("frobnicate", "No such command"),
        ("build", "Missing argument 'PROFILE...'"),
        ("build absent.yaml", "absent.yaml: error: cannot be read"),
        ("show a.yaml b.yaml", "unexpected extra argument"),
        ("build a.yaml --frob", "No such option"),
        ("build a.yaml --layout mad", "--layout: error: mad is not a layout"),
        ("build a.yaml --platform beos", "--platform: error: beos is not a platform"),
        ("build a.yaml --layout ../../etc", "is not a layout"),
        ("build a.yaml --platform ../local", "is not a platform"),
        ("build a.yaml --root /proc/absent", "cannot be written"),
        ("build a.yaml --root a.yaml", "is not a directory"),
        ("build /", "holds no profile"),
        ("build /dev/null", "cannot be read: it is neither a file nor a pipe"),
        ("show /dev/zero", "error"),
        ("diff absent.yaml", "cannot be read"),
        ("show a.yaml --format xml", "'xml' is not one of"),
        ("check", "there is nothing to check"),
        ("check absent.yaml", "absent.yaml: error: cannot be read"),
        ("check a.yaml absent.yaml", "absent.yaml: error: cannot be read"),
        ("check /", "holds no profile"),
        ("check a.yaml --cib a.yaml", "a.yaml:1:1: error: is not XML"),
        ("check a.yaml --cib /", "Is a directory"),
        ("check --cib absent.xml", "absent.xml: error: cannot be read"),
        ("check --cib /dev/null", "cannot be read: it is neither a file nor a pipe"),
        ("check a.yaml --layout mad", "mad is not a layout"),
        ("check a.yaml --platform beos", "beos is not a platform"),
        ("check a.yaml --select shared-instanc", "did you mean shared-instance?"),
        ("check a.yaml --ignore mad", "--ignore: mad is not a rule"),
        ("check a.yaml --fail-on mad", "'mad' is not one of"),
        ("check a.yaml --format xml", "'xml' is not one of"),
        ("compare absent.yaml", "absent.yaml: error: cannot be read"),
        ("compare a.yaml --platform beos", "--platform: error: beos is not a platform"),
        ("compare a.yaml --cib a.yaml", "is not XML"),
        ("explain shared-instanc", "did you mean shared-instance?"),
        ("explain ../../cli", "is not a rule"),
        ("services nova", "did you mean nova-api?"),
        ("services skyline-apiserver", "cannot run under mod_wsgi"),
        ("services ../../cli", "not in the catalogue"),
        ("verify absent.yaml", "cannot be read"),
        ("verify a.yaml --apache nginx", "'nginx' is not one of"),
        ("run absent.yaml", "cannot be read"),
        ("run a.yaml --layout mad --once", "--layout: error: mad is not a layout"),
        ("run a.yaml --user nobody-of-that-name --once", "--user: error: there is no user"),
        ("run a.yaml --user root --once", "--user: error: httpd does not serve as root"),
        ("run a.yaml --root /proc/absent --once", "cannot be written"),
        (f"run a.yaml --root /tmp/{'x' * 100} --once", "too long"),
        ("completion tcsh", "'tcsh' is not one of"),
    ],
    ids=lambda value: value if " " in value else None,
)
def test_bad_calls_are_told_what_is_wrong(words, says, here):
    if words.startswith("run a.yaml"):
        serving.apache("system")
    if "--user" in words and os.geteuid() != 0:
        pytest.skip("only root becomes somebody")
    done = wsgigen(*words.split(), cwd=here)
    assert done.returncode == 2
    assert says in done.stderr
    shutil.rmtree(f"/tmp/{'x' * 100}", ignore_errors=True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\xff\xfe\0w",
        b"- a\n- b\n",
        b"just words\n",
        b"? [complex]\n: key\n",
        b"a: &a [*a]\n",
        b"wsgigen: 1\nwsgigen: 2\n",
        b"%YAML 9.9\n---\n",
        b"!!python/object/apply:os.system ['true']\n",
        b"[" * 5000,
        b"{a: " * 5000,
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n",
        b"x" * 2_000_000,
        PLAIN.replace("9000", "99999").encode(),
        PLAIN.replace("9000", "-1").encode(),
        PLAIN.replace("9000", "1e400").encode(),
        PLAIN.replace("9000", "9" * 5000).encode(),
        PLAIN.replace("a:b", "a:b; import os").encode(),
        PLAIN.replace("a:b", "os:__import__('os')").encode(),
        PLAIN.replace("a.example", "'a\\nListen 1'").encode(),
        PLAIN.replace("a.example", '"a\\nListen 1"').encode(),
        PLAIN.replace("user: a", "user: root").encode(),
        PLAIN.replace("user: a", "user: a, python_path: ['/a\\x07b']").encode(),
        PLAIN.replace("a: {", "'../../etc/passwd': {").encode(),
        PLAIN.replace("services: {a:", "services: {a: null, b:").encode(),
        PLAIN.replace("wsgigen: 1", "wsgigen: 2").encode(),
        "wsgigen: 1\nlayout: single\u2028\n".encode(),
    ],
    ids=range(28),
)
def test_absurd_profiles_are_refused_with_a_place(content, tmp_path):
    (tmp_path / "a.yaml").write_bytes(content)
    for command in ("show", "build", "check"):
        done = wsgigen(command, "a.yaml", cwd=tmp_path)
        assert done.returncode == 2, done
        assert done.stderr.startswith("a.yaml"), done.stderr
        assert "error: " in done.stderr
        assert len(done.stderr) < 10_000
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    "name",
    [
        "with space.yaml",
        "-dash.yaml",
        "ünï.yaml",
        "a\nb.yaml",
        b"\xff.yaml",
        "x" * 250 + ".yaml",
        "%n$x.yaml",
    ],
)
def test_odd_names_of_profiles(name, tmp_path):
    path = tmp_path / os.fsdecode(name)
    path.write_text(PLAIN)
    for command in ("show", "build", "diff", "check"):
        wsgigen(command, "--", path.name, cwd=tmp_path)


_TALKATIVE = (
    *(
        "services",
        "services keystone",
        "schema",
        "schema --report",
        "explain",
        "explain shared-instance",
        "--help",
        "completion bash",
    ),
    *(
        "show a.yaml",
        "check a.yaml",
        "compare a.yaml",
        "requires a.yaml",
        "diff a.yaml",
        "build a.yaml",
        "build --check a.yaml",
    ),
    *(
        "simulate a.yaml --stop a",
        "verify a.yaml",
        "init b.yaml --service keystone --platform debian-12",
    ),
)


@pytest.mark.parametrize("command", _TALKATIVE)
def test_a_stdout_on_a_full_disk_fails(command, here):
    writer = os.open("/dev/full", os.O_WRONLY)
    try:
        done = wsgigen(*command.split(), cwd=here, stdout=writer)
    finally:
        os.close(writer)
    assert done.returncode == 1, done


@pytest.mark.parametrize("command", _TALKATIVE)
def test_a_reader_who_leaves_is_no_verdict_and_no_traceback(command, here):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "wsgigen", *command.split()],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        cwd=here,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, "Traceback" in done.stderr) == (-signal.SIGPIPE, False)


@pytest.mark.parametrize(
    ("shell", "check"),
    [
        ("bash", "source {file} && complete -p wsgigen"),
        (
            "zsh",
            "autoload -U compinit && compinit -D && source {file} && print ${{_comps[wsgigen]}}",
        ),
        ("fish", "source {file}; and complete -c wsgigen"),
    ],
)
def test_completion_scripts_are_read_by_their_shells(shell, check, tmp_path):
    done = wsgigen("completion", shell, cwd=tmp_path)
    assert done.returncode == 0
    if not shutil.which(shell):
        serving.missing(shell)
    file = tmp_path / "completion"
    file.write_text(done.stdout)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "dumb"}
    read = subprocess.run(
        [shell, "-c", check.format(file=file)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=environment,
        cwd=tmp_path,
    )
    assert (read.returncode, read.stderr) == (0, ""), read
    assert "wsgigen" in read.stdout


#: What each shell is asked for the words "wsgigen" and {words}; candidates a line.
_ASKED = {
    "bash": (
        "source {file}; COMP_WORDS=(wsgigen {words}); COMP_CWORD={last}; _wsgigen_completion wsgigen; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    ),
    "zsh": (
        "compdef() {{ }}; compadd() {{ print -l -- ${{(P)@[-1]}} }}; _describe() {{ print -l -- ${{(P)3}} }}; source {file}; "
        "words=(wsgigen {words}); CURRENT={last}+1; _wsgigen_completion"
    ),
    "fish": "source {file}; complete -C 'wsgigen {words}'",
}


@pytest.mark.parametrize(
    ("words", "offered", "withheld"),
    [
        ("s", {"services", "schema", "show", "simulate"}, "build"),
        ("show a.yaml --layout per", {"per-service"}, "single"),
        ("build --platform el-", {"el-9", "el-10"}, "debian-12"),
        ("services keys", {"keystone"}, "nova-api"),
        ("explain shared-i", {"shared-instance"}, "plain-http"),
        ("check --select shared-i", {"shared-instance"}, "plain-http"),
        ("init --service keys", {"keystone"}, "placement"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell, words, offered, withheld, tmp_path):
    command = Path(sys.executable).parent / "wsgigen"
    if not shutil.which(shell) or not command.exists():
        serving.missing(f"{shell} with the installed command wsgigen")
    (tmp_path / "completion").write_text(wsgigen("completion", shell, cwd=tmp_path).stdout)
    asked = _ASKED[shell].format(file=tmp_path / "completion", words=words, last=len(words.split()))
    environment = {
        **os.environ,
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "dumb",
    }
    done = subprocess.run(
        [shell, "-c", asked],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
        cwd=tmp_path,
    )
    found = {
        line.replace("\\", "").partition("\t")[0].partition(":")[0]
        for line in done.stdout.splitlines()
    }
    assert offered <= found, done
    assert withheld not in found


# wsgigen run.


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """A directory that nobody may read, with lab.yaml and the application that it serves."""
    serving.apache("system")
    with serving.directory() as top:
        (top / "lab.yaml").write_text(
            serving.profile(
                "per-service", a="", b="health: {path: /a/rather/long/path/for/a/health/check}"
            )
        )
        yield top


def test_run_once_without_a_terminal(served):
    done = wsgigen("run", "lab.yaml", "--once", cwd=served)
    assert done.returncode == 0
    assert re.fullmatch(
        r"(a|b) is healthy after [\d.]+ s\n(a|b) is healthy after [\d.]+ s\n", done.stderr
    ), done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["service", "url", "health", "state", "milliseconds"]
    assert [line.split()[0] for line in lines[1:]] == ["a", "b"]
    assert "\x1b" not in done.stdout


def test_run_as_an_unprivileged_user(served):
    if os.geteuid() != 0:
        pytest.skip("this is an unprivileged user already")
    serving.own(served)
    environment = {"PATH": os.environ["PATH"], "HOME": str(served), "LANG": "C.UTF-8"}
    command = [*unprivileged(environment), "-m", "wsgigen", "run", "lab.yaml", "--once"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=served,
        env=environment,
        **serving.person(),
    )
    assert (
        done.returncode,
        done.stdout.count("healthy"),
        done.stderr.count(" is healthy after "),
    ) == (0, 2, 2), done


def unprivileged(environment: dict[str, str]) -> list[str]:
    """A Python that others may run: this one, or the system's with this one's packages."""
    wanted = str(tuple(sys.version_info[:2]))
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            code = "import sys; print(sys.version_info[:2])"
            seen = subprocess.run(
                [python, "-c", code],
                capture_output=True,
                text=True,
                check=False,
                **serving.person(),
            ).stdout
        except OSError:
            continue
        if seen.strip() == wanted:
            packages = [path for path in sys.path if path.endswith("site-packages")]
            environment["PYTHONPATH"] = os.pathsep.join([str(REPOSITORY), *packages])
            return [python]
    return serving.missing(f"a Python {wanted} that an unprivileged user may run")


def test_run_with_a_port_that_is_taken(served):
    port = int(re.findall(r"port: (\d+)", (served / "lab.yaml").read_text())[0])
    with socket.create_server(("127.0.0.1", port)):
        done = wsgigen("run", "lab.yaml", "--once", cwd=served)
    assert done.returncode == 1
    assert "error: the httpd of a ended with status 1" in done.stderr
    assert re.search(r"Address already in use.*127\.0\.0\.1:" + str(port), done.stderr)


@pytest.mark.parametrize("columns", [80, 120])
def test_run_in_a_terminal(served, columns):
    with Terminal(served, columns, "run", "lab.yaml", "--root", "root") as terminal:
        terminal.until(b"are healthy")
        terminal.until(b"/a/rather")
        url = "http://127.0.0.1:" + re.findall(r"port: (\d+)", (served / "lab.yaml").read_text())[0]
        with together(4, lambda number: asleep(url, 3), served / "root") as answers:
            terminal.type(b"\x03")
            terminal.until(b"draining")
        assert [one.status for one in answers] == [200] * 4, "Ctrl-C drains"
        assert terminal.end() == 0
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", terminal.seen).decode()
    assert "Traceback" not in text
    lines = [
        line.rstrip()
        for line in text.replace("\r", "\n").splitlines()
        if "draining" not in line and "Ctrl-C" not in line
    ]
    assert max(map(len, lines)) <= columns
    assert terminal.seen.endswith(b"\x1b[?25h"), "the cursor is shown again"


def test_a_second_ctrl_c_does_not_wait(served):
    """However soon it comes: the request would take 55 s, and so would the drain."""
    with Terminal(served, 80, "run", "lab.yaml", "--root", "root") as terminal:
        terminal.until(b"are healthy")
        url = "http://127.0.0.1:" + re.findall(r"port: (\d+)", (served / "lab.yaml").read_text())[0]
        with together(1, lambda number: asleep(url, 55), served / "root") as answers:
            terminal.type(b"\x03")
            terminal.until(b"draining")
            begin = time.monotonic()
            terminal.type(b"\x03")
            assert terminal.end() == 1
            assert time.monotonic() - begin < 45
        assert answers[0].status == 0, "it was given up"
    assert b"Traceback" not in terminal.seen, terminal.seen.decode()
    assert ask(url).status == 0, "and nobody was left behind"


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
def test_a_second_sigterm_leaves_nobody_behind(served, first):
    with Terminal(served, 80, "run", "lab.yaml", "--root", "root") as terminal:
        terminal.until(b"are healthy")
        url = "http://127.0.0.1:" + re.findall(r"port: (\d+)", (served / "lab.yaml").read_text())[0]
        with together(1, lambda number: asleep(url, 55), served / "root") as answers:
            os.kill(terminal.pid, first)
            terminal.until(b"draining")
            os.kill(terminal.pid, signal.SIGTERM)
            assert terminal.end() == 1
        assert answers[0].status == 0
    assert ask(url).status == 0


class Terminal:
    """`wsgigen run`, or another command, in a pseudo-terminal."""

    def __init__(self, directory: Path, columns: int, *words: str) -> None:
        self.seen = b""
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.chdir(directory)
            environment = {
                name: value
                for name, value in os.environ.items()
                if name not in ("COLUMNS", "LINES", "NO_COLOR", "CI")
            }
            os.execve(
                sys.executable,
                [sys.executable, "-m", "wsgigen", *(words or ("run", "lab.yaml"))],
                {**environment, "TERM": "xterm-256color"},
            )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *error: object) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
            self.end()
        os.close(self.file)

    def type(self, keys: bytes) -> None:
        os.write(self.file, keys)

    def until(self, words: bytes, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while words not in self.seen and time.monotonic() < end and self.read():
            pass
        assert words in self.seen, self.seen[-2000:].decode()

    def read(self) -> bool:
        try:
            if select.select([self.file], [], [], 0.2)[0]:
                self.seen += os.read(self.file, 65536)
        except OSError:
            return False
        return True

    def end(self, seconds: float = 60) -> int:
        """Its exit status."""
        limit = time.monotonic() + seconds
        while self.read() and time.monotonic() < limit:
            pass
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)
