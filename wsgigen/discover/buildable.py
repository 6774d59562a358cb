"""What was asked for and what was found -> a beginning that can be built."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from wsgigen.discover.draft import ProfileDraft, text
from wsgigen.discover.found import Found, Unknown
from wsgigen.errors import Problem, UserError

#: What is wrong with a profile's text.
Judge = Callable[[str], Iterable[Problem]]


def settled(begun: ProfileDraft, check_layout: Judge) -> ProfileDraft:
    """*begun* without what cannot stay: a key that was found and is refused, else its whole service, each left out with the reason.

    Raises UserError with what is wrong beside the services, and when none of them can stay.
    """
    while problems := list(check_layout(text(begun))):
        wrong = {
            str(one.key[1]): one
            for one in problems
            if one.key[:1] == ("services",) and len(one.key) > 1
        }
        services = tuple(_without(one, wrong.get(one.service)) for one in begun.services)
        if services == begun.services:
            services = tuple(one for one in services if one.service not in wrong)
            if not services or len(services) == len(begun.services):
                raise UserError(problems)
        names = {one.service for one in begun.services} - {one.service for one in services}
        left = tuple(
            Unknown(name, f"{wrong[name].message}: {wrong[name].fix}") for name in sorted(names)
        )
        begun = replace(begun, services=services, left=(*begun.left, *left))
    return begun


def _without(found: Found, problem: Problem | None) -> Found:
    """*found* without the key that *problem* is about, if it has it."""
    name = str(problem.key[2]) if problem and len(problem.key) > 2 else ""
    if not problem or name not in found.keys:
        return found
    keys = {key: value for key, value in found.keys.items() if key != name}
    return replace(found, keys=keys, left=(*found.left, f"{name}: {problem.message}"))
