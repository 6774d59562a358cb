"""A unit may use less memory than the two httpds of a reload need.

What it checks
    MemoryMax= of every unit whose reload is a handover, where it is not the one of the profile, is
    at least what its processes need twice. `memory-limit-too-low` looks at the profile's.

Why it matters
    During a handover the service exists twice in the unit. The kernel kills processes of the unit
    when they need more than MemoryMax=, also those of the old httpd, which answers requests; the
    new one does not become healthy, and every reload fails although the unit serves.

Instead
    Raise the limit, `systemctl set-property UNIT MemoryMax=...`, or remove it with
    `systemctl revert UNIT`; better, set `memory` in the profile, where it is checked before
    anything is built.

Source
    systemd.resource-control(5): MemoryMax=; systemctl(1): set-property, revert
    Measured on Debian 12, mod_wsgi 4.9.4: proportional set size of one process of Keystone,
    Placement and Glance 2026.1, at least 95 MiB; other services of OpenStack are taken to be as
    large
"""

from collections.abc import Iterator
from functools import partial

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.capacity import memory
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView
from wsgigen.discover import quantities

_MIB = 1024**2


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit whose limit is too low for two generations."""
    size = view.profile.host.memory if view.profile else None
    for host in view.on_host:
        yield from not_read(host.unit_gaps if host.may_hand_over else ())
        if host.hands_over:
            yield from _check_limit(host, size)


def _check_limit(host: InstanceOnHost, size: int | None) -> Iterator[Finding | Missing]:
    limits = [site.memory for site in host.instance.sites]
    for assignment, limit in host.unit.parsed(partial(_bytes, size=size), "Service.MemoryMax"):
        if limit is _UNKNOWN:
            yield Missing(f"{assignment.at}", "host: {memory: ...} in the profile")
        elif limit < 2 * memory(host.instance) and not (
            all(limits) and limit == sum(filter(None, limits))
        ):
            yield Finding(
                f"{host.instance.unit}: `{assignment.text}` is enough for one httpd at most, but a"
                f" reload runs two, which need {2 * memory(host.instance) // _MIB} MiB",
                f"allow at least {2 * memory(host.instance) // _MIB}M:"
                f" systemctl set-property {host.instance.unit} MemoryMax=",
                assignment.at,
                host.services,
            )
        return


#: A part of the host's memory, of which the profile does not say how much it is.
_UNKNOWN = -1.0


def _bytes(text: str, size: int | None) -> float | None:
    part = quantities.share(text)
    if part is None:
        return quantities.memory(text)
    return part * size if size else _UNKNOWN


RULE = Rule(
    "memory-max-of-one",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
