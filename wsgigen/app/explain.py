"""The rules of `wsgigen check`, for people to look at."""

from wsgigen.check.rule import Rule
from wsgigen.check.run import rules
from wsgigen.errors import Problem, UserError, suggest


def rule_called(name: str) -> Rule:
    """Return the rule called *name*. Raises UserError for one that does not exist."""
    by_name = rules()
    if name not in by_name:
        raise UserError([Problem(f"{name} is not a rule", suggest(name, by_name))])
    return by_name[name]
