"""The facts that the platforms of a family share, one family in each module.

Each fact names the members that it was verified on.
"""


def names(text: str) -> frozenset[str]:
    """Return the words of *text*."""
    return frozenset(text.split())
