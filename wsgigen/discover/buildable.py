"""A draft -> one that can be built, and what was left out of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from wsgigen.discover.draft import ProfileDraft, text
from wsgigen.discover.found import Found, Unknown
from wsgigen.errors import Problem, UserError

#: Tells what is wrong with a profile's text.
ProblemsOf = Callable[[str], Iterable[Problem]]


def buildable(draft: ProfileDraft, problems_of: ProblemsOf) -> ProfileDraft:
    """Return *draft* without what cannot be built.

    A key that was found and is refused is left out, else its whole service, each with the reason.
    Raises UserError with what is wrong apart from the services, and when none of them can stay.
    """
    while problems := list(problems_of(text(draft))):
        wrong = {
            str(problem.key[1]): problem
            for problem in problems
            if problem.key[:1] == ("services",) and len(problem.key) > 1
        }
        services = tuple(
            _without_key(service, wrong.get(service.service)) for service in draft.services
        )
        if services == draft.services:
            services = tuple(service for service in services if service.service not in wrong)
            if not services or len(services) == len(draft.services):
                raise UserError(problems)
        stay = {service.service for service in services}
        removed = sorted({service.service for service in draft.services} - stay)
        omitted = tuple(
            Unknown(name, f"{wrong[name].message}: {wrong[name].fix}") for name in removed
        )
        draft = replace(draft, services=services, omitted=(*draft.omitted, *omitted))
    return draft


def _without_key(service: Found, problem: Problem | None) -> Found:
    """Return *service* without the key that *problem* is about, if it has it."""
    name = str(problem.key[2]) if problem and len(problem.key) > 2 else ""
    if not problem or name not in service.keys:
        return service
    keys = {key: value for key, value in service.keys.items() if key != name}
    return replace(service, keys=keys, omitted=(*service.omitted, f"{name}: {problem.message}"))
