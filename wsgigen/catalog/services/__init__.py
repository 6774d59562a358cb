"""The catalogue: WSGI services, one value a module."""


def words(text: str) -> tuple[str, ...]:
    """Return the arguments of a command line, as it stands in a unit, without quotes."""
    return tuple(text.split())
