"""What the platforms of a family share, one family a module: each fact names the members that it was verified on."""


def names(text: str) -> frozenset[str]:
    """Return the words of *text*."""
    return frozenset(text.split())
