"""systemd gives a unit up before the brake does, and refuses a person's start.

What it checks
    StartLimitBurst= of every unit that systemd manages is more than the starts that the program
    `brake` makes within StartLimitIntervalSec=: six within 2 s, and one in every minute after that.

Why it matters
    `brake` slows down the starts of a unit that keeps failing, and has it started once a minute
    until it works again. If systemd's own limit is reached first, systemd refuses every start,
    also that of a person (`systemctl start` exits with 1), until somebody calls `systemctl
    reset-failed`; and nothing starts the unit when its database is back. Without any limit, a unit
    whose namespace systemd cannot set up is started without end, since `brake` cannot run there.

Instead
    Remove StartLimitIntervalSec= and StartLimitBurst= from the drop-in, so that those of wsgigen's
    unit count (12 starts in 10 s).

Source
    systemd.unit(5): StartLimitIntervalSec=, StartLimitBurst=
    Measured on Debian 12 and 13: a limit of 6 in 60 s, after which a person's start was refused;
    2,641 starts in a minute without a limit after a directory of `writable` was removed
"""

from collections.abc import Iterator
from math import isinf

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView
from wsgigen.discover.quantities import number, seconds
from wsgigen.plan.times import (
    BRAKE_FAILURES,
    BRAKE_LONGEST,
    BRAKE_PAUSE,
    BRAKE_RETRY,
    START_LIMIT,
    START_LIMIT_INTERVAL,
)

_INTERVAL = ("Unit.StartLimitIntervalSec", "Unit.StartLimitInterval", "Service.StartLimitInterval")
_BURST = ("Unit.StartLimitBurst", "Service.StartLimitBurst")
#: Source: systemd-system.conf(5), DefaultStartLimitIntervalSec=, DefaultStartLimitBurst=
_DEFAULT_INTERVAL, _DEFAULT_BURST = 10, 5
_DAY = 86_400


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit whose limit is reached first, or that has none."""
    for host in view.on_host:
        if host.instance.is_clustered:
            continue
        yield from not_read(host.unit_gaps)
        if host.has_brake:
            yield from _check_limit(host)


def _check_limit(host: InstanceOnHost) -> Iterator[Finding]:
    interval_line, interval = next(host.unit.parsed(seconds, *_INTERVAL), (None, _DEFAULT_INTERVAL))
    burst_line, burst = next(host.unit.parsed(number, *_BURST), (None, _DEFAULT_BURST))
    is_other_interval = interval_line is not None and interval != START_LIMIT_INTERVAL
    line = interval_line if is_other_interval and burst == START_LIMIT else burst_line
    cause = f"`{line.text}`" if line else f"systemd's default of {_DEFAULT_BURST} starts"
    at = line.at if line else host.file
    fix = f"remove it: wsgigen's unit allows {START_LIMIT} starts in {START_LIMIT_INTERVAL} s"
    if interval == 0 or burst == 0:
        yield Finding(
            f"{host.instance.unit}: {cause} leaves no limit where systemd cannot run the brake,"
            " for example after a directory of writable was removed",
            fix,
            at,
            host.services,
            Severity.ADVICE,
        )
    elif burst <= (most := _starts(interval)):
        span = "ever" if isinf(interval) else f"in {interval:g} s"
        yield Finding(
            f"{host.instance.unit}: with {cause}, systemd allows {burst} starts {span}, but the"
            f" brake makes {most}: then systemd refuses a person's start, too",
            fix,
            at,
            host.services,
        )


def _starts(interval: float) -> int:
    """Return how many starts fall into *interval* seconds, or into a day, if each fails at once."""
    time, times = 0.0, [0.0, 0.0]
    for failures in range(2, BRAKE_FAILURES):
        times.append(time)
        time += min(BRAKE_PAUSE * 2 ** (failures - 2), BRAKE_LONGEST)
    retries = max(0, min(interval, _DAY) - time) // BRAKE_RETRY
    return sum(start <= interval for start in times) + int(retries)


RULE = Rule(
    "start-limit-below-brake",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
