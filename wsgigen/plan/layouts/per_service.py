"""One Apache per service, each behind a unit of its own."""

from collections.abc import Iterator, Mapping

from wsgigen.catalog.choices import LayoutName
from wsgigen.plan.arrangement import InstanceSpec, Layout


def arrange(
    services: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[InstanceSpec]:
    """Yield an instance for each service; groups mean nothing here."""
    for service in services:
        yield InstanceSpec(service, (service,))


LAYOUT = Layout(LayoutName.PER_SERVICE, "one Apache per service", arrange)
