"""The impact that is stated is the impact when the profile is served."""

from functools import partial
from pathlib import Path

from wsgigen.cluster.impact import impact
from wsgigen.host import apache as local
from wsgigen.profile.model import Cluster

from . import serving

PROFILE = {"a": "processes: 3, threads: 2", "b": "", "c": "processes: 1"}


def test_as_many_processes_run_as_are_said(apache):
    serving.in_both_layouts(partial(counted, apache))


def counted(apache: local.Apache, layout: str) -> None:
    with serving.serving(apache, serving.profile(layout, **PROFILE)) as served:
        expected = impact(served.plan, Cluster()).processes
        assert serving.until(lambda: running(served) == expected), (
            layout,
            running(served),
            expected,
            titles(served),
        )


def running(served: serving.Served) -> int:
    """Processes of every instance: httpd's parent, and all that it started."""
    return sum(len(family(process.pid)) for process in served.server.processes.values())


def titles(served: serving.Served) -> list[bytes]:
    return [
        Path(f"/proc/{pid}/cmdline").read_bytes()
        for process in served.server.processes.values()
        for pid in family(process.pid)
    ]


def family(pid: int) -> list[int]:
    """*pid* and all that come from it."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += [
            int(child)
            for child in Path(f"/proc/{found[-1]}/task/{found[-1]}/children").read_text().split()
        ]
    return found


def test_a_stop_takes_what_it_is_said_to_take(apache):
    serving.in_both_layouts(partial(stopped, apache))


def stopped(apache: local.Apache, layout: str) -> None:
    with serving.serving(apache, serving.profile(layout, **PROFILE)) as served:
        said = next(
            one
            for one in impact(served.plan, Cluster()).blast_radii
            if (one.action, one.service) == ("stop", "a")
        )
        instance = next(
            one for one in served.plan.instances if "a" in {site.service for site in one.sites}
        )
        process = served.server.processes[instance.name]
        process.terminate()
        process.wait(60)
        silent = [name for name in PROFILE if serving.ask(served.url(name), timeout=5).status == 0]
        assert silent == list(said.loses)
