"""The unit or httpd that a primitive's agent starts and stops.

Pacemaker has no word for it: two resources may name one unit, and it starts, stops and monitors
them as if they had nothing to do with each other.

Source
    systemd.unit(5): a name without an extension is a service's
    ClusterLabs/pacemaker: lib/services/systemd.c (systemd_unit_name)
    "Pacemaker Explained", Resources (resources.rst): lsb is a script in /etc/init.d or a path;
    service finds out which it is
    ClusterLabs/resource-agents: heartbeat/apache (configfile, DEFAULT_SUSECONFIG,
    DEFAULT_DEBIANCONFIG, DEFAULT_RHELCONFIG)
    Debian: apache2@.service (APACHE_CONFDIR=/etc/apache2-%i)
    Fedora: httpd@.service(8) (conf/%i.conf)
"""

import re
from posixpath import normpath
from typing import Literal, NamedTuple

from wsgigen.pacemaker.cib.model import Primitive

#: Files of which ocf:heartbeat:apache takes the first on the host where no `configfile` is set.
DEFAULTS = ("/etc/apache2/httpd.conf", "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf")
#: The main configuration that a platform's own unit starts httpd with.
_MAIN_FILES = {"httpd": DEFAULTS[2:], "apache2": DEFAULTS[:2]}
#: The configuration of an instance of a platform's unit template.
_INSTANCE_FILES = {"httpd": "/etc/httpd/conf/{}.conf", "apache2": "/etc/apache2-{}/apache2.conf"}
#: The names of wsgigen's own units, and their configuration.
_OWN_PREFIX, _OWN_FILE = "wsgi-", "/etc/wsgigen/{}/httpd.conf"


class AgentTarget(NamedTuple):
    """A unit, or the httpd of a config file, that an agent starts and stops.

    A unit has no extension here.

    `name` is empty for the httpd of the agent's default file. `inside` is the bundle that the
    primitive is in: a container has units of its own.
    """

    kind: Literal["unit", "config"]
    name: str
    inside: str = ""


def agent_target(primitive: Primitive) -> AgentTarget | None:
    """Return what *primitive* starts and stops.

    None where its agent does not say, as with fence devices and most OCF agents.
    """
    inside = primitive.bundle or ""
    if primitive.standard in ("systemd", "service", "lsb"):
        name = primitive.type.strip().rpartition("/")[2].removesuffix(".service")
        return AgentTarget("unit", name, inside) if name else None
    if primitive.agent == "ocf:heartbeat:apache":
        file = _normal_path(primitive.parameters.get("configfile", ""))
        return AgentTarget("config", file, inside)
    return None


def is_httpd(primitive: Primitive) -> bool:
    """Tell whether *primitive* starts and stops an Apache httpd."""
    target = agent_target(primitive)
    return target is not None and (
        target.kind == "config"
        or target.name.partition("@")[0] in _MAIN_FILES
        or target.name.startswith(_OWN_PREFIX)
    )


def instance_name(target: AgentTarget) -> str:
    """Return the `name` of `httpd@name` or `apache2@name`; else empty."""
    template, at, name = target.name.partition("@")
    return name if at and target.kind == "unit" and template in _INSTANCE_FILES else ""


def config_files(target: AgentTarget) -> frozenset[str]:
    """Return the configuration files that *target*'s httpd may be started with."""
    if target.kind == "config":
        return frozenset([target.name] if target.name else DEFAULTS)
    if target.name.startswith(_OWN_PREFIX):
        return frozenset([_OWN_FILE.format(target.name.removeprefix(_OWN_PREFIX))])
    template, at, name = target.name.partition("@")
    if at:
        files = [_INSTANCE_FILES[template].format(name)] if template in _INSTANCE_FILES else []
        return frozenset(files)
    return frozenset(_MAIN_FILES.get(template, ()))


def _normal_path(text: str) -> str:
    return re.sub("^/+", "/", normpath(text.strip())) if text.strip() else ""
