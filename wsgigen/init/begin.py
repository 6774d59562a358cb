"""What was asked for and what was found -> a beginning that can be built."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from wsgigen.init.found import Unknown
from wsgigen.init.write import Beginning, text
from wsgigen.plan.facts import NEWEST, OLDEST_PYTHON, RELEASES, Platform
from wsgigen.problem import Problem, UserError

#: What is wrong with a profile's text.
Judge = Callable[[str], Iterable[Problem]]


def release(platform: Platform | None) -> str:
    """The newest OpenStack release that the Python of the platform's mod_wsgi can import."""
    able = (name for name in RELEASES if platform and platform.python >= OLDEST_PYTHON[name])
    return max(able, key=RELEASES.index, default=NEWEST)


def settled(begun: Beginning, judge: Judge) -> Beginning:
    """*begun* without the services that need more than is known, each left out with what it needs.

    Raises UserError with what is wrong beside the services, and when none of them can stay.
    """
    while problems := list(judge(text(begun))):
        wrong = {str(one.where[1]): one for one in problems if one.where[:1] == ("services",) and len(one.where) > 1}
        names = {one.service for one in begun.services} & wrong.keys()
        if not names or len(names) == len(begun.services):
            raise UserError(problems)
        left = tuple(Unknown(name, f"{wrong[name].message}: {wrong[name].fix}") for name in sorted(names))
        begun = replace(begun, services=tuple(one for one in begun.services if one.service not in names), left=(*begun.left, *left))
    return begun
