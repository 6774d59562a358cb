"""How long a client waits and how long work goes on, as the plan says, with both mod_wsgi."""

import time
from concurrent.futures import ThreadPoolExecutor

from . import serving
from .serving import ask

#: Seconds that mod_wsgi may be late: it looks once a second, and its parent takes another to see that a process is gone.
LATE = 3


def hang(served: serving.Served, service: str) -> tuple[serving.Answer, float]:
    """The answer to a request that never ends, alone in its process; and for how long its process went on."""
    (process,) = served.daemons(service)
    begin = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask, served.url(service, "/hang"))
        assert serving.until(lambda: process not in served.daemons(service), 60)
        worked = time.monotonic() - begin
        return waiting.result(), worked


def test_client_and_work_are_what_the_plan_says(apache):
    keys = "processes: 1, timeout: 2s, drain: 3s"
    text = serving.profile(
        one=f"{keys}, threads: 1", two=f"{keys}, threads: 2", many=f"{keys}, threads: 8"
    )
    with serving.serving(apache, text) as served, ThreadPoolExecutor(3) as pool:
        found = dict(
            zip(
                ("one", "two", "many"),
                pool.map(lambda name: hang(served, name), ("one", "two", "many")),
                strict=True,
            )
        )
        for name, (answer, worked) in found.items():
            said = served.site(name).timeouts
            assert said.work - 1 <= worked <= said.work + LATE, (name, worked, said)
            assert answer.seconds <= said.client + 1, (name, answer, said)
            assert answer.status == 504 or worked < said.client, (name, answer, said)
        if apache.mod_wsgi_version < (6,):
            assert found["many"][0].status == 504
            assert found["many"][1] > served.site("many").timeouts.client, (
                "the work outlives its client"
            )
