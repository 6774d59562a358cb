"""Keystone, Placement and Glance of Debian's own packages, with SQLite, on a host."""

from textwrap import dedent

from tests.hosts.deployed import deploy
from tests.hosts.host import Host
from wsgigen.registry import find

SERVICES = ("keystone", "placement", "glance-api")
_TOKEN = """
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:5000
auth_url = http://127.0.0.1:5000
auth_type = password
username = admin
password = secret
project_name = admin
user_domain_id = default
project_domain_id = default
"""
_CONFIGURATION = {
    "keystone/keystone.conf": """
        [database]
        connection = sqlite:////var/lib/keystone/db.sqlite
        [cache]
        enabled = false
        """,
    "placement/placement.conf": """
        [placement_database]
        connection = sqlite:////var/lib/placement/db.sqlite
        [api]
        auth_strategy = keystone
        """,
    "glance/glance-api.conf": """
        [DEFAULT]
        enabled_backends = fs:file
        [database]
        connection = sqlite:////var/lib/glance/db.sqlite
        [glance_store]
        default_backend = fs
        [fs]
        filesystem_store_datadir = /var/lib/glance/images
        [os_glance_staging_store]
        filesystem_store_datadir = /var/lib/glance/staging
        [os_glance_tasks_store]
        filesystem_store_datadir = /var/lib/glance/tasks
        [paste_deploy]
        flavor = keystone
        config_file = /etc/glance/glance-api-paste.ini
        """,
}
#: Write-ahead logging, because without it keystone answers 500 "database is locked".
_PREPARE = """
set -e
chown -R root:root /etc/keystone /etc/placement /etc/glance
chmod -R a+rX /etc/keystone /etc/placement /etc/glance
install -d -m 700 -o keystone -g keystone /etc/keystone/fernet-keys /etc/keystone/credential-keys
install -d -o glance -g glance /var/lib/glance/staging /var/lib/glance/tasks
for one in keystone placement glance; do install -d -m 750 -o $one -g $one /var/lib/$one /var/log/$one; done
runuser -u keystone -- keystone-manage db_sync
runuser -u keystone -- keystone-manage fernet_setup
runuser -u keystone -- keystone-manage credential_setup
url=http://127.0.0.1:5000/v3
runuser -u keystone -- keystone-manage bootstrap --bootstrap-password secret --bootstrap-public-url $url \\
    --bootstrap-internal-url $url --bootstrap-region-id one
runuser -u placement -- placement-manage db sync
runuser -u glance -- glance-manage db_sync
for one in keystone placement glance; do
    runuser -u $one -- python3 -c "import sqlite3; sqlite3.connect('/var/lib/$one/db.sqlite').execute('PRAGMA journal_mode=WAL')"
done
"""
#: A token of Keystone's, a resource provider of Placement's, an image of Glance's; prints the image's id.
_USE = """
import json
import urllib.request
import uuid

def ask(method, url, body=None, token="", kind="application/json", **headers):
    headers.update({"Content-Type": kind, "X-Auth-Token": token})
    request = urllib.request.Request("http://127.0.0.1:" + url, body, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()

person = {"name": "admin", "domain": {"id": "default"}, "password": "secret"}
identity = {"methods": ["password"], "password": {"user": person}}
scope = {"project": {"name": "admin", "domain": {"id": "default"}}}
headers, _ = ask("POST", "5000/v3/auth/tokens", json.dumps({"auth": {"identity": identity, "scope": scope}}).encode())
token = headers["X-Subject-Token"]
name = str(uuid.uuid4())
version = {"OpenStack-API-Version": "placement 1.20"}
_, provider = ask("POST", "8778/resource_providers", json.dumps({"name": name}).encode(), token, **version)
assert json.loads(provider)["name"] == name
image = {"name": name, "disk_format": "raw", "container_format": "bare"}
_, made = ask("POST", "9292/v2/images", json.dumps(image).encode(), token)
file = "9292" + json.loads(made)["file"]
content = name.encode() * 50_000
ask("PUT", file, iter([content]), token, "application/octet-stream")
assert ask("GET", file, token=token)[1] == content
print(json.loads(made)["id"])
"""


def configure(host: Host) -> None:
    """Databases, keys and an administrator."""
    for name, text in _CONFIGURATION.items():
        (host.root / "etc" / name).write_text(
            dedent(text) + (_TOKEN if name != "keystone/keystone.conf" else "")
        )
    host.run("sh", "-c", _PREPARE, seconds=180)


def prepare(host: Host, layout: str) -> None:
    """All of that, and the tree of a profile with the three and two small applications."""
    configure(host)
    release = find("wsgigen.catalog.platforms", host.kind.platform, "PLATFORM").openstack
    deploy(
        host,
        layout,
        services=dict.fromkeys(SERVICES, "{processes: 1}"),
        more=f'openstack: "{release}"\n',
    )


def use(host: Host) -> str:
    """Log in, make a resource provider, upload an image in chunks and fetch it again. Raises HostError when a service does not serve."""
    return host.run("python3", "-c", _USE, seconds=180).stdout.strip()
