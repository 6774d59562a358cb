"""Adjutant: the Admin Logic API.

Source
    adjutant: adjutant/wsgi.py, adjutant/config/__init__.py at 13.0.0 (2026.2); adjutant/wsgi.py at
        4.0.0 (zed)
    adjutant: 13.0.0 (2026.2) imported without a configuration and with an incomplete one
"""

from wsgigen.catalog.model import Application, Config, Service, ThreadLimit

SERVICE = Service(
    name="adjutant",
    title="Admin Logic API",
    project="adjutant",
    distribution="python-adjutant",
    first_version=5,
    applications=(Application("adjutant.wsgi"),),
    port=None,
    accounts={},
    config=Config(
        files=("/etc/adjutant/adjutant.yaml",),
        environment={"ADJUTANT_CONFIG_FILE": "/etc/adjutant/adjutant.yaml"},
        variable="ADJUTANT_CONFIG_FILE",
        note=(
            "the variable takes one file; without it /etc/adjutant/adjutant.yaml, adjutant.toml "
            "and conf.yaml are tried in this order"
        ),
    ),
    health=None,
    mode=None,
    needs=("database (Django)", "keystone", "nova, neutron, cinder (quota)"),
    needs_to_start=("its configuration file (identity and workflow settings are required)",),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "Django, not oslo.config: the configuration is loaded by the import, and an incomplete "
            "one makes it fail"
        ),
        "the distribution is python-adjutant: adjutant on PyPI is another project",
    ),
)
