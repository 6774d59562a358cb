"""Venus: the Log Management API.

Source
    venus: venus/wsgi/wsgi.py at 7.0.0 (2025.2) and 1.0.0 (zed, the first release)
    venus: etc/venus/api-paste.ini at 3fc70be
"""

from wsgigen.catalog.model import Application, Config, Service, ThreadLimit

SERVICE = Service(
    name="venus-api",
    title="Log Management API",
    project="venus",
    distribution="openstack-venus",
    applications=(Application("venus.wsgi.wsgi"),),
    port=8560,
    accounts={},
    config=Config(
        files=("/etc/venus/venus.conf",),
        argv=True,
        note="the paste file must have an application osapi_venus",
    ),
    health=None,
    mode=None,
    needs=("database", "keystone", "elasticsearch or opensearch"),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        "the distribution is openstack-venus: venus on PyPI is another project",
        (
            "the wheel lacks the paste file: in a virtual environment, copy "
            "etc/venus/api-paste.ini from the repository"
        ),
        "7.0.0, of 2025.2, is the last release: there is none for 2026.1 and 2026.2",
    ),
)
