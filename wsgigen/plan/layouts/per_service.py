"""One Apache per service, each behind a unit of its own."""

from collections.abc import Iterator, Mapping

from wsgigen.catalog.choices import LayoutName
from wsgigen.plan.arrangement import Layout, Share


def arrange(services: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> Iterator[Share]:
    """Yield a share for each service; groups mean nothing here."""
    for service in services:
        yield Share(service, (service,))


LAYOUT = Layout(LayoutName.PER_SERVICE, "one Apache per service", arrange)
