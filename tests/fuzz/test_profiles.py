"""Whatever stands in a profile: it is refused with places, or every layout of it is judged, and what is built of it can be read."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import CIBS, PROFILES, mutated
from tests.live.serving import missing
from wsgigen.check.report import of_cib, of_profile
from wsgigen.check.run import rules
from wsgigen.cli.main import main
from wsgigen.errors import UserError
from wsgigen.host import apache as local
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.plan.resolve import resolve
from wsgigen.profile.load import load
from wsgigen.render.render import render

_RULES = rules()
SMALL = [path for path in PROFILES if "controller-" not in path.name]
#: What reading may take at once; the largest that ships takes a hundredth of it.
_MEMORY = 200 * 1024**2
TOGETHER = settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ]
)


@contextmanager
def bounded() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < _MEMORY
    finally:
        tracemalloc.stop()


def refused(error: UserError) -> None:
    """An error is of use: it names what is wrong, on one line, and has no place that is not there."""
    assert error.problems
    for problem in error.problems:
        assert problem.message
        assert not problem.location or problem.location.line >= 0


@TOGETHER
@given(content=mutated([path.read_text() for path in PROFILES]))
def test_a_profile_is_refused_or_judged_in_every_layout(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with bounded():
        try:
            profile, source = load(path)
            of_profile(profile, source, _RULES)
            for layout in ("single", "per-service", "grouped"):
                list(render(resolve(replace(profile, layout=layout))))
        except UserError as error:
            refused(error)


@TOGETHER
@given(content=mutated([path.read_text() for path in CIBS]))
def test_a_cib_is_refused_or_judged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cib.xml"
    path.write_bytes(content)
    with bounded():
        try:
            of_cib(load_cib(path), _RULES)
        except UserError as error:
            refused(error)


@settings(TOGETHER, max_examples=max(5, TOGETHER.max_examples // 10))
@given(
    content=mutated([path.read_text() for path in PROFILES if "controller" not in path.name]),
    layout=st.sampled_from(["single", "per-service"]),
)
def test_what_is_accepted_is_read_by_httpd_and_systemd(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, layout: str
) -> None:
    try:
        local.find("system")
    except UserError as error:
        missing(str(error))
    directory = tmp_path_factory.mktemp("fuzz")
    path = directory / "a.yaml"
    path.write_bytes(content)
    try:
        resolve(replace(load(path)[0], layout=layout))
    except UserError:
        assume(False)
    done = CliRunner().invoke(main, ["verify", str(path), "--layout", layout, "--apache", "system"])
    assert done.exit_code in (0, 2), f"{done.output}\n{content.decode(errors='replace')}"
