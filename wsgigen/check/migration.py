"""Verdicts -> the steps that take resources out of a cluster, in an order in which nothing stops that was not meant to.

Source
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh and major_upgrade_check.sh: maintenance
    mode on, constraints away, maintenance mode off, disable and delete each resource, then enable the units
    man 8 cibadmin, crm_attribute, crm_resource
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wsgigen.check.cib.model import Colocation, Location, Order, Ticket
from wsgigen.check.divest import Verdict, ties
from wsgigen.check.subject import Subject


@dataclass(frozen=True)
class Step:
    """One thing to do: `command` in words, on `where`: one node, or every one that runs the service."""

    what: str
    command: tuple[str, ...]
    where: str = "one node"


def steps(subject: Subject, verdicts: Iterable[Verdict]) -> tuple[Step, ...]:
    """What takes the resources that may leave out of the cluster; none where nothing may.

    Resources of one unit leave together, since to stop one is to stop them; those that others wait for leave last.
    """
    units = _by_unit(_sorted(subject, [one for one in verdicts if one.leaves]))
    leaving = [one for unit in units for one in unit]
    elements = _elements(subject, [one.resource for one in leaving])
    return (*_untied(subject, leaving), *(step for unit in units for step in _moved(unit, elements)))


def _untied(subject: Subject, leaving: list[Verdict]) -> Iterator[Step]:
    kinds = {one.id: kind for kind, found in _constraints(subject).items() for one in found}
    doomed = sorted({name for one in leaving for name in one.constraints})
    if not doomed:
        return
    yield Step("let Pacemaker start and stop nothing meanwhile", _maintenance("true"))
    bound = _bound(subject, leaving)
    for name in doomed:
        loses = f"; {', '.join(sorted(bound[name]))} is no longer bound by it" if name in bound else ""
        yield Step(f"drop the constraint {name}{loses}", _delete(kinds.get(name, "rsc_order"), name))
    yield Step("let Pacemaker go on", _maintenance("false"))


def _bound(subject: Subject, leaving: list[Verdict]) -> Mapping[str, set[str]]:
    """What stays and each constraint ties to something that leaves."""
    names, found = ties(subject), dict[str, set[str]]()
    for verdict in leaving:
        for other in verdict.bound:
            for constraint in {one for one, _ in names.get(other, ())}.intersection(verdict.constraints):
                found.setdefault(constraint, set()).add(other)
    return found


def _moved(unit: list[Verdict], elements: Mapping[str, tuple[str, str]]) -> Iterator[Step]:
    others = sorted({name for one in unit for name in one.together} - {one.resource for one in unit})
    for one in unit:
        stopped = f", which stops {', '.join([one.today, *others])} wherever it runs" if one.today else ""
        words = ("crm_resource", "--resource", one.resource, "--meta", "--set-parameter", "target-role", "--parameter-value", "Stopped")
        yield Step(f"stop {one.resource}{stopped}", words)
    yield Step("wait until it is done", ("crm_resource", "--wait"))
    for one in unit:
        yield Step(f"take {one.resource} out of the cluster", _delete(*elements[one.resource]))
    for name in sorted({one.unit for one in unit if one.unit}):
        yield Step(f"let systemd start {name}, now and at boot", ("systemctl", "enable", "--now", name), "every node that runs it")


def _by_unit(leaving: list[Verdict]) -> list[list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for one in leaving:
        found.setdefault(one.today or one.resource, []).append(one)
    return list(found.values())


def _sorted(subject: Subject, leaving: list[Verdict]) -> list[Verdict]:
    """Those first that no other waits for, then by name; in a circle, by name alone."""
    left = {one.resource: one for one in sorted(leaving, key=lambda one: one.resource)}
    waiting: dict[str, set[str]] = {name: set() for name in left}
    firsts: dict[str, set[str]] = {name: set() for name in left}
    for order in subject.cib.orders:
        if order.first in left and order.then in left:
            waiting[order.first].add(order.then)
            firsts[order.then].add(order.first)
    done: list[Verdict] = []
    free = [name for name in left if not waiting[name]]
    while free:
        done += [left.pop(name) for name in free]
        for name in free:
            for first in firsts[name]:
                waiting[first].discard(name)
        free = sorted({first for name in free for first in firsts[name] if first in left and not waiting[first]})
    return done + list(left.values())


def _constraints(subject: Subject) -> Mapping[str, tuple[Order | Colocation | Location | Ticket, ...]]:
    cib = subject.cib
    return {"rsc_order": cib.orders, "rsc_colocation": cib.colocations, "rsc_location": cib.locations, "rsc_ticket": cib.tickets}


def _elements(subject: Subject, names: list[str]) -> Mapping[str, tuple[str, str]]:
    """What is to be deleted for each resource, in this order: with the last member of a group the group, which must not be empty."""
    cib = subject.cib
    found = {name: ("clone" if name in cib.clones else "primitive", name) for name in names}
    for group in cib.groups.values():
        if not group.clone and set(group.members) <= set(names):
            found[max(group.members, key=names.index)] = ("group", group.id)
    return found


def _maintenance(value: str) -> tuple[str, ...]:
    return ("crm_attribute", "--name", "maintenance-mode", "--update", value)


def _delete(kind: str, name: str) -> tuple[str, ...]:
    return ("cibadmin", "--delete", "--xml-text", f'<{kind} id="{_escaped(name)}"/>')


def _escaped(text: str) -> str:
    """As xml.sax.saxutils would write it, which imports HTTP and TLS."""
    for char in '&<>"\t\n\r':
        text = text.replace(char, f"&#{ord(char)};")
    return text
