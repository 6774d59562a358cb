"""One Apache per group of services; a service of no group has one of its own."""

from collections.abc import Iterator, Mapping

from wsgigen.catalog.choices import LayoutName
from wsgigen.plan.arrangement import InstanceSpec, Layout


def arrange(
    services: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[InstanceSpec]:
    """Yield the groups in their order, then each service that is in none."""
    for name, members in groups.items():
        yield InstanceSpec(name, members)
    grouped = {service for members in groups.values() for service in members}
    for service in services:
        if service not in grouped:
            yield InstanceSpec(service, (service,))


LAYOUT = Layout(LayoutName.GROUPED, "one Apache per group of services", arrange)
