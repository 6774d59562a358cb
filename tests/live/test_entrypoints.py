"""The generated entrypoints, driven as a server would: in a process of its own, by WebTest."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wsgigen.catalog.model import Application
from wsgigen.plan.model import Plan
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

from . import serving

HOSTILE = 'a "quoted" \'\\ ${HOME} %n ünï'
#: What mod_wsgi does with a script: run it as a module of a name of its own, then take `application`.
DRIVER = """
import json, sys
from webtest import TestApp
script, paths = sys.argv[1], sys.argv[2:]
sys.argv = ["mod_wsgi"]
namespace = {"__name__": "_mod_wsgi_1", "__file__": script}
exec(compile(open(script).read(), script, "exec"), namespace)
app = TestApp(namespace["application"])
answers = [app.get(path, status="*", expect_errors=True) for path in paths]
print("answers:", json.dumps([[answer.status_int, answer.text] for answer in answers]))
"""
#: The same, more than once, of a script that fails: each exception's type and text.
AGAIN = """
import json, sys
script, found = open(sys.argv[1]).read(), []
for number in range(2):
    try:
        exec(compile(script, "a.wsgi", "exec"), {"__name__": "_mod_wsgi_1"})
    except BaseException as error:
        found.append(f"{type(error).__name__}: {error}")
print("answers:", json.dumps(found))
"""
#: Says what it found when it was imported, and what it was called with.
MODULE = """
import json, os, sys
FOUND = {"argv": list(sys.argv), "NAME": os.environ.get("NAME"), "module": __name__}
def respond(start_response, **more):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**FOUND, **more}).encode()]
def application(environ, start_response):
    return respond(start_response, by="object")
def factory(*words):
    return lambda environ, start_response: respond(start_response, by="factory", words=words)
def pair(*words):
    return factory(*words), "logger"
other = application
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    root = tmp_path_factory.mktemp("entrypoints") / "root"
    text = serving.profile(
        a=f"application: 'standin.wsgi.api:application', environment: {{NAME: {json.dumps(HOSTILE)}}}, arguments: [--x, 'y z']"
    )
    found = serving.apache("system")
    return serving.plan(found, text.replace(f"'{serving.APPS}'", f"'{root.parent}'"), root)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "standin/wsgi").mkdir(parents=True)
    (tmp_path / "standin/__init__.py").touch()
    (tmp_path / "standin/wsgi/__init__.py").touch()
    (tmp_path / "standin/wsgi/api.py").write_text(MODULE)
    (tmp_path / "standin/wsgi/app.wsgi").write_text(MODULE)
    return tmp_path


def driven(plan: Plan, application: Application, package: Path, root: Path) -> dict[str, object]:
    """Return the answer of the entrypoint of the plan's one site with this application."""
    (instance,) = plan.instances
    site = replace(
        instance.sites[0], entry=replace(instance.sites[0].entry, application=application)
    )
    build_tree(render(replace(plan, instances=(replace(instance, sites=(site,)),))), root, "lab")
    script = root / site.script.relative_to(plan.platform.prefix)
    [(status, text)] = called(Path(sys.executable), script, "/", path=package)
    assert status == 200
    return dict(json.loads(text))


def called(
    python: Path, script: Path, *paths: str, path: Path | None = None
) -> list[tuple[int, str]]:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(path or ""), "LANG": "C"}
    command = [str(python), "-c", DRIVER, str(script), *paths]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=environment, cwd="/"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("answers: "))
    return [(status, text) for status, text in json.loads(line.partition(" ")[2])]


@pytest.mark.parametrize(
    ("application", "wanted"),
    [
        (Application("standin.wsgi.api"), {"by": "object", "module": "standin.wsgi.api"}),
        (Application("standin.wsgi.api", "other"), {"by": "object"}),
        (Application("standin.wsgi.api", "factory", call=()), {"by": "factory", "words": []}),
        (
            Application("standin.wsgi.api", "factory", call=("/etc/a b.conf", "it's")),
            {"by": "factory", "words": ["/etc/a b.conf", "it's"]},
        ),
        (
            Application("standin.wsgi.api", "pair", call=("/etc/x.conf", "proxy-server"), item=0),
            {"words": ["/etc/x.conf", "proxy-server"]},
        ),
        (Application("standin.wsgi", file="app.wsgi"), {"by": "object", "module": "<run_path>"}),
    ],
    ids=["object", "renamed", "factory", "factory-with-arguments", "item-of-a-tuple", "file"],
)
def test_every_form_of_entrypoint(application, wanted, plan, package, tmp_path):
    found = driven(plan, application, package, tmp_path / "root")
    assert {name: found[name] for name in wanted} == wanted
    name = str(package / "standin/wsgi/app.wsgi") if application.file else "a"
    assert found["argv"] == [name, "--x", "y z"], (
        "set before the import; a file that is run has a name of its own"
    )
    assert found["NAME"] == HOSTILE, "set before the import, to the letter"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        pytest.param("RuntimeError('first')", "RuntimeError: first", id="an error"),
        pytest.param(
            "type('Empty', (ValueError,), {'__len__': lambda self: 0})('first')",
            "Empty: first",
            id="an error that is false",
        ),
        pytest.param(
            "type('Timeout', (BaseException,), {})('first')",
            "Timeout: first",
            id="a time limit of eventlet",
        ),
        pytest.param("KeyboardInterrupt('first')", "KeyboardInterrupt: first", id="an interrupt"),
        pytest.param(
            "SystemExit('first')",
            "RuntimeError: the application exited while it was imported: first",
            id="an exit",
        ),
        pytest.param(
            "SystemExit",
            "RuntimeError: the application exited while it was imported: None",
            id="an exit without a word",
        ),
    ],
)
def test_a_second_import_tells_why_the_first_one_failed(raised, told, plan, package, tmp_path):
    seen = "import sys\nif hasattr(sys, 'seen'): raise OSError('half of it is there')\nsys.seen = True\n"
    (package / "standin/wsgi/api.py").write_text(f"{seen}raise {raised}\n")
    build_tree(render(plan), tmp_path / "root", "lab")
    script = tmp_path / "root" / plan.sites[0].script.relative_to(plan.platform.prefix)
    environment = {"PYTHONPATH": str(package)}
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, script],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert json.loads(done.stdout.partition(" ")[2]) == [told, told], done.stderr


@pytest.mark.parametrize("name", ["system", "embedded"])
def test_the_same_under_mod_wsgi(name, package):
    """In a daemon process the environment and sys.argv are those of the entrypoint, and no neighbour's."""
    text = serving.profile(
        "single",
        a=f"application: 'standin.wsgi.api:application', python_path: ['{package}'], environment: {{NAME: one}}, arguments: [--one]",
        b=f"application: 'standin.wsgi.api:factory()', python_path: ['{package}'], environment: {{NAME: two}}",
        c="environment: {PATH: /nowhere}",
    )
    package.chmod(0o755)
    with serving.directory() as top:
        subprocess.run(["cp", "-r", str(package / "standin"), str(top)], check=True)
        with serving.serving(serving.apache(name), text.replace(str(package), str(top))) as served:
            found = {service: json.loads(serving.ask(served.url(service)).body) for service in "ab"}
            process = json.loads(serving.ask(served.url("c", "/process")).body)
    assert (found["a"]["NAME"], found["a"]["argv"], found["a"]["by"]) == (
        "one",
        ["a", "--one"],
        "object",
    )
    assert (found["b"]["NAME"], found["b"]["argv"], found["b"]["by"]) == ("two", ["b"], "factory")
    assert process["environ"]["PATH"] == "/nowhere"
    assert process["cwd"] == str(served.plan.sites[2].daemon.home)
    user = serving.person().get("user", os.getuid())
    assert process["uid"] == user


# The real ones.


@pytest.mark.parametrize(
    ("service", "answers"),
    [
        ("keystone", {"/healthcheck": 200, "/v3": 200, "/": 300, "/v3/users": 401}),
        ("placement", {"/": 200, "/resource_providers": 401}),
        ("glance-api", {"/healthcheck": 200, "/versions": 200, "/": 300, "/v2/images": 401}),
    ],
)
def test_the_applications_of_openstack(service, answers, cloud):
    with serving.directory() as top:
        root = top / "root"
        resolved = serving.plan(serving.apache("system"), cloud.profile("single", (service,)), root)
        build_tree(render(resolved), root, resolved.profile)
        (site,) = resolved.sites
        got = called(cloud.venv / "bin/python", Path(site.script), *answers)
    assert {path: status for path, (status, _) in zip(answers, got, strict=True)} == answers
    assert answers[site.probe.path] in site.probe.statuses
