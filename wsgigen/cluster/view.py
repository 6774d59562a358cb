"""One layout's plan and a cluster, with smaller views of both together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from wsgigen.catalog.choices import Components
from wsgigen.catalog.model import Service
from wsgigen.cluster.control import Control
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.placement import Placement
from wsgigen.discover.units import UnitReader
from wsgigen.files.below import FilesBelow
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.releases import Installed
from wsgigen.plan.wanted import catalog_facts
from wsgigen.profile.model import Profile, ServiceRequest


@dataclass(frozen=True)  # not @record, whose __eq__ compares the cached views, too
class ClusterView:
    """One layout's plan and the cluster whose resources control its units.

    Without a CIB file, `cib` is made from the plan; without a profile there is no plan, and
    `layout` is "". `installed` has what is installed of each service on this host, by name; None if
    the profile is for another host. `files` are those of the host; None if they were not given.
    """

    profile: Profile | None
    plan: Plan | None
    cib: Cib
    installed: Mapping[str, Installed] | None = None
    files: FilesBelow | None = None

    @property
    def layout(self) -> str:
        """Return the plan's layout."""
        return self.plan.layout if self.plan else ""

    @property
    def has_cib_file(self) -> bool:
        """Return whether the CIB was read from a file, and not made from the plan."""
        return bool(self.cib.file)

    @property
    def nodes(self) -> tuple[str, ...]:
        """Return the names of the nodes that run services."""
        return tuple(node.name for node in self.cib.nodes)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Return the plan's instances; none without a profile."""
        return self.plan.instances if self.plan else ()

    @property
    def sites(self) -> tuple[Site, ...]:
        """Return the plan's sites; none without a profile."""
        return self.plan.sites if self.plan else ()

    @cached_property
    def on_host(self) -> tuple[InstanceOnHost, ...]:
        """Return the plan's instances as the files of the host have them; none without those."""
        if self.files is None or self.plan is None or not self.plan.platform.privileged:
            return ()
        units = UnitReader(self.files)
        return tuple(
            InstanceOnHost(self.files, units, self.plan, instance) for instance in self.instances
        )

    def facts(self, site: Site) -> Service:
        """Return the catalogue's facts about the service of *site*.

        A service that is not in the catalogue has the defaults of all such services.
        """
        requests = self.profile.services if self.profile else {}
        return catalog_facts(site.service, requests.get(site.service, ServiceRequest()))

    @property
    def primitives(self) -> tuple[Primitive, ...]:
        """Return the cluster's primitives except for fencing devices."""
        primitives = self.cib.primitives.values()
        return tuple(primitive for primitive in primitives if primitive.standard != "stonith")

    @cached_property
    def placement(self) -> Placement:
        """Return where the cluster's primitives may run."""
        return Placement(self.cib)

    @cached_property
    def control(self) -> Control:
        """Return which units the cluster's primitives start and stop."""
        per_instance = bool(self.profile and self.profile.cluster.components is Components.INSTANCE)
        return Control(self.cib, self.plan, self.primitives, one_resource_per_instance=per_instance)
