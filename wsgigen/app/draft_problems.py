"""A draft's text -> what is wrong with it, and which option says so."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.errors import Location, Problem, Refusal, attempt

#: The keys of a profile whose words come from an option of the same name.
_OPTIONS = ("layout", "platform", "openstack", "venv", "server_name", "listen", "manager")


def problems_of_text(name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a profile's text; the location of what an option says is that."""
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        path = Path(temporary) / f"{name}.yaml"
        path.write_text(text)
        made = attempt(partial(load_plan, BuildTarget(path, root=path.parent)))
    problems = made.problems if isinstance(made, Refusal) else ()
    return tuple(replace(problem, location=_option(problem, text)) for problem in problems)


def _option(problem: Problem, text: str) -> Location | None:
    """Return the option that decides the line of a profile's *text* that *problem* is about."""
    number = problem.location.line if problem.location else 0
    line = text.splitlines()[number - 1] if number else ""
    key = str(problem.key[0]) if problem.key else line.partition(":")[0]
    return Location(f"--{key.replace('_', '-')}") if key in _OPTIONS else None
