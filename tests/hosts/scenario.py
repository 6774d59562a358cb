"""Scenarios: tests that show what rules claim, on real clusters.

A test that is marked with `scenario` names the rules that it is about, and its docstring is their claim. Every conflict rule has
one, or a reason in `NOT_SHOWN`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

GROUPED, SINGLE, OWN = "grouped", "single", "per-service"
WITH, WITHOUT = "with the mistake", "without it"
#: Where the two services share an Apache, and where each has its own.
LAYOUTS: tuple[tuple[Kind, str], ...] = (
    *((DEBIAN_12, layout) for layout in (GROUPED, SINGLE, OWN)),
    *((DEBIAN_13, layout) for layout in (SINGLE, OWN)),
)
#: What is tried with a single resource, of a service with an Apache of its own.
VARIANTS: tuple[tuple[Kind, str], ...] = tuple(
    (kind, variant) for kind in (DEBIAN_12, DEBIAN_13) for variant in (WITH, WITHOUT)
)
#: Conflict rules without a scenario, and why.
_NO_CLUSTER = "no cluster is needed: the tests show it on httpd or on the profile"
NOT_SHOWN = {
    "accept-filter-not-none": _NO_CLUSTER,
    "memory-overcommitted": _NO_CLUSTER,
    "openstack-release-differs": "no cluster is needed: tests/hosts/test_release.py shows it on hosts",
    "port-of-platforms-apache": _NO_CLUSTER,
    "port-of-platforms-tls": _NO_CLUSTER,
    "python-too-old": _NO_CLUSTER,
    "requests-refused": _NO_CLUSTER,
    "rotatelogs-truncates": _NO_CLUSTER,
}


@dataclass(frozen=True)
class Scenario:
    """An action, and the rules that say that it harms.

    `harms` are the layouts, or the variants, where they say so.

    `blind` where `wsgigen check` cannot see the mistake, which is neither in the profile nor in the CIB.
    """

    name: str
    action: str
    rules: tuple[str, ...]
    claim: str
    harms: tuple[str, ...]
    stages: tuple[tuple[Kind, str], ...]
    blind: bool


def scenario(
    name: str,
    action: str,
    *rules: str,
    harms: tuple[str, ...] = (GROUPED, SINGLE, WITH),
    stages: tuple[tuple[Kind, str], ...] = LAYOUTS,
    blind: bool = False,
) -> Callable[[Any], Any]:
    """Mark a test as the scenario *name*, in which *action* is done. Without rules nothing may come to harm anywhere."""

    def mark(test: Any) -> Any:
        claim = cleandoc(test.__doc__)
        test.scenario = Scenario(name, action, rules, claim, harms if rules else (), stages, blind)
        return test

    return mark
