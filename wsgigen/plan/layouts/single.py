"""All services in the platform's own Apache, behind its unit."""

from collections.abc import Iterator, Mapping

from wsgigen.catalog.choices import LayoutName
from wsgigen.plan.arrangement import InstanceSpec, Layout


def arrange(
    services: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[InstanceSpec]:
    """Yield one instance; groups mean nothing here."""
    yield InstanceSpec("single", services, dedicated=False)


LAYOUT = Layout(LayoutName.SINGLE, "all services in the platform's own Apache", arrange)
