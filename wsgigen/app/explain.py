"""The rules of `wsgigen check`, for people to look at."""

from collections.abc import Mapping

from wsgigen.check.rule import Rule
from wsgigen.check.run import rules
from wsgigen.errors import Problem, UserError, suggest


def rule_called(name: str) -> Rule:
    """Return the rule called *name*. Raises UserError for one that does not exist."""
    known: Mapping[str, Rule] = rules()
    if name not in known:
        raise UserError([Problem(f"{name} is not a rule", suggest(name, known))])
    return known[name]
