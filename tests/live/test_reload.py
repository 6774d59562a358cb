"""A recycle and a stop cost the requests in flight nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from wsgigen.host import apache as local

from . import serving
from .serving import Answer, Served, ask

PROFILE = {"a": "processes: 2, threads: 5", "b": "processes: 2, threads: 5"}


def test_a_recycle_loses_no_request_of_either_service(apache):
    serving.in_both_layouts(partial(recycled, apache))


def recycled(apache: local.Apache, layout: str) -> None:
    with serving.serving(apache, serving.profile(layout, **PROFILE)) as served:
        before = {name: served.daemons(name) for name in "ab"}
        with serving.together(
            16, lambda number: serving.asleep(served.url("ab"[number % 2], ""), 5), served.root
        ) as answers:
            served.server.recycle("a")
        assert [one.status for one in answers] == [200] * 16
        assert serving.until(
            lambda: len(served.daemons("a")) == 2 and not served.daemons("a") & before["a"]
        ), "a was not replaced"
        assert served.daemons("b") == before["b"]


def test_a_recycle_under_sustained_load_loses_nothing(apache, capsys):
    """Processes that are never idle: a has 5 s requests back to back, b short ones."""
    with (
        serving.serving(apache, serving.profile("single", **PROFILE)) as served,
        ThreadPoolExecutor(16) as pool,
    ):
        before = {name: served.daemons(name) for name in "ab"}
        end = time.monotonic() + 13
        busy = [
            pool.submit(load, end, served.url("a", "/sleep?s=5&words=asleep")) for _ in range(8)
        ]
        busy += [pool.submit(load, end, served.url("b", "/sleep?s=0.01")) for _ in range(8)]
        assert serving.until(lambda: serving.count_asleep(served.root) >= 8), "a is not busy"
        begin = time.monotonic()
        took = {}
        for name in "ab":
            served.server.recycle(name)
        for name in "ba":
            assert serving.until(partial(is_replaced, served, name, before[name]), 20), (
                f"{name} was not replaced"
            )
            took[name] = time.monotonic() - begin
        answers = [
            [answer for one in part for answer in one.result()] for part in (busy[:8], busy[8:])
        ]
        for part in answers:
            assert [one for one in part if one.status != 200] == []
        slowest = max(one.seconds for one in answers[0])
    with capsys.disabled():
        print(
            f"\n{apache.name}: {len(answers[0])} long and {len(answers[1])} short requests, none lost; "
            f"replaced after {took['a']:.1f} s and {took['b']:.1f} s; the slowest took {slowest:.1f} s"
        )
    assert took["a"] < 5 + 5 + 2, "graceful-timeout, then what the longest request takes"


def is_replaced(served: Served, service: str, before: set[int]) -> bool:
    return not served.daemons(service) & before


def load(end: float, url: str) -> list[Answer]:
    answers = []
    while time.monotonic() < end:
        answers.append(ask(url))
    return answers


def test_a_drained_stop_loses_no_request(apache):
    serving.in_both_layouts(partial(stopped, apache))


def stopped(apache: local.Apache, layout: str) -> None:
    with serving.serving(apache, serving.profile(layout, **PROFILE)) as served:
        with serving.together(
            16, lambda number: serving.asleep(served.url("ab"[number % 2], ""), 5), served.root
        ) as answers:
            begin = time.monotonic()
            served.server.stop()
            took = time.monotonic() - begin
            assert ask(served.url("a")).status == 0, "nobody listens any more"
        assert [one.status for one in answers] == [200] * 16
        assert took < served.plan.instances[0].drain, "it waits for requests, not for the drain"
        assert [status for _, status in served.server.ended()] == [0] * len(served.plan.instances)


def test_a_stop_right_after_the_start_is_as_quick(apache):
    """httpd loses a SIGWINCH that comes before it listens to it."""
    for wait in (0, 0.1):
        with serving.serving(apache, serving.profile(a="", b=""), healthy=False) as served:
            time.sleep(wait)
            begin = time.monotonic()
            served.server.stop()
            assert time.monotonic() - begin < 6
            assert [status for _, status in served.server.ended()] == [0, 0]
