"""Zun: the Application Container API.

Source
    zun: zun/wsgi/api.py, zun/api/wsgi.py, entry_points.txt at 18.0.0 (2026.2), 17.0.0 and 16.0.0
        (2025.2)
    zun: entry_points.txt [wsgi_scripts] at 10.0.1 (zed); etc/apache2/zun.conf.template at 023280e
    zun: 2026.1 loaded: answers without a token, database, RabbitMQ and keystone unreachable
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Application, Companion, Config, Health, Service, ThreadLimit

SERVICE = Service(
    name="zun-api",
    title="Application Container API",
    project="zun",
    distribution="zun",
    first_version=10,
    applications=(
        Application("zun.wsgi.api", since="2025.2"),
        Application("zun.api.wsgi", "init_application", call=(), until="2025.1"),
    ),
    port=9517,
    accounts={},
    config=Config(
        files=("/etc/zun/zun.conf",),
        argv=True,
        note="the paste file is api-paste.ini, from [api] api_paste_config",
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database or etcd",
        "rabbitmq (RPC)",
        "keystone",
        "neutron",
        "placement",
        "glance",
        "cinder",
    ),
    needs_to_start=("RPC transport (set up in the import, which does not wait for RabbitMQ)",),
    companions=(
        Companion("zun-compute", None, "one per host"),
        Companion("zun-wsproxy", None, "websockets, so it cannot be WSGI"),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=("/healthcheck answers 200 with the database, RabbitMQ and keystone down",),
)
