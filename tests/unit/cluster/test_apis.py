"""Which resources serve APIs."""

from pathlib import Path

from tests.unit.check.judged import view
from wsgigen.cluster.apis import api_primitives, planned_instance, planned_sites, served_services

_CIB = """<resources>
  <primitive id="web" class="systemd" type="apache2"/>
  <primitive id="address" class="ocf" provider="heartbeat" type="IPaddr2"/>
  <primitive id="api" class="systemd" type="openstack-nova-api"/>
  <primitive id="scheduler" class="systemd" type="openstack-nova-scheduler"/>
</resources>"""


def test_without_a_profile_the_catalogue_tells(tmp_path: Path) -> None:
    whole = view(tmp_path, None, _CIB)
    assert [
        (one.id, served_services(whole, one), planned_instance(whole, one))
        for one in api_primitives(whole)
    ] == [
        ("api", ("nova-api",), None),
        ("web", (), None),
    ]


def test_with_one_the_plan_does(tmp_path: Path) -> None:
    whole = view(tmp_path, {"layout": "single"}, _CIB)
    web = whole.cib.primitives["web"]
    assert served_services(whole, web) == ("keystone", "placement")
    assert planned_instance(whole, web) == whole.instances[0]
    assert planned_sites(whole, web) == whole.sites
