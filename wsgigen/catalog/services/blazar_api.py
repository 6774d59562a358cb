"""Blazar: the Reservation API.

Source
    blazar: blazar/wsgi/api.py, blazar/api/wsgi_app.py, blazar/api/v1/app.py at 18.0.0 (2026.2) and
        17.0.0 (2026.1)
    blazar: entry_points.txt [wsgi_scripts] at 10.0.0 (zed)
    blazar: release note allow-multiple-api-single-manager-199e50692a31d6e9
    blazar: 17.0.0 (2026.1) loaded: answers without a token, what is patched
"""

from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Application, Companion, Config, Health, Service, ThreadLimit

SERVICE = Service(
    name="blazar-api",
    title="Reservation API",
    project="blazar",
    distribution="blazar",
    first_version=10,
    applications=(
        Application("blazar.wsgi.api", since="2025.2"),
        Application("blazar.api.wsgi_app", "init_app", call=(), until="2025.1"),
    ),
    port=1234,
    accounts={},
    config=Config(
        files=("/etc/blazar/blazar.conf",),
        environment={"OS_BLAZAR_CONFIG_DIR": "/etc/blazar"},
        note="only version 1 of the API has a paste file, which the wheel does not ship",
    ),
    health=Health(
        "/", (401,), "every path wants a token, /healthcheck too: 401 is all that can be asserted"
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "rabbitmq (RPC to blazar-manager)",
        "keystone (even for /)",
        "nova",
        "placement",
        "neutron",
    ),
    companions=(
        Companion("blazar-manager", None, "upstream speaks of one manager behind many APIs"),
    ),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process", until="2026.1"),),
    notes=(
        "401 tells that the process serves, not that anything behind it works",
        (
            "whether the API itself talks to the database is not known: its work goes through "
            "blazar-manager"
        ),
    ),
)
