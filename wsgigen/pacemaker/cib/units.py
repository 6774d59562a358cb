"""What a primitive drives, so that two which drive the same can be told.

Pacemaker has no word for it: two resources may name one unit, and it starts, stops and monitors them as if they had
nothing to do with each other.

Source
    systemd.unit(5): a name without an extension is a service's; ClusterLabs/pacemaker: lib/services/systemd.c (systemd_unit_name)
    "Pacemaker Explained", Resources (resources.rst): lsb is a script in /etc/init.d or a path; service finds out which it is
    ClusterLabs/resource-agents: heartbeat/apache (configfile, DEFAULT_SUSECONFIG, DEFAULT_DEBIANCONFIG, DEFAULT_RHELCONFIG)
    Debian: apache2@.service (APACHE_CONFDIR=/etc/apache2-%i); Fedora: httpd@.service(8) (conf/%i.conf)
"""

import re
from dataclasses import dataclass
from posixpath import normpath
from typing import Literal

from wsgigen.pacemaker.cib.model import Primitive

#: What ocf:heartbeat:apache takes where no `configfile` is set: the first of these that is on the host.
DEFAULTS = ("/etc/apache2/httpd.conf", "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf")
#: The main configuration that a platform's own unit starts httpd with.
_MAIN = {"httpd": DEFAULTS[2:], "apache2": DEFAULTS[:2]}
#: And its units with instances.
_INSTANCES = {"httpd": "/etc/httpd/conf/{}.conf", "apache2": "/etc/apache2-{}/apache2.conf"}
#: And wsgigen's own units.
_OWN = "wsgi-", "/etc/wsgigen/{}/httpd.conf"


@dataclass(frozen=True, order=True)
class ControlledUnit:
    """One thing on a host: a `unit` without its extension, or the httpd of a `config` file, empty for the agent's default.

    `inside` is the bundle that it is in: what has a namespace of its own is nobody else's.
    """

    kind: Literal["unit", "config"]
    name: str
    inside: str = ""


def driven(primitive: Primitive) -> ControlledUnit | None:
    """What *primitive* drives; None where its agent does not say, as a fence device and most OCF agents."""
    inside = primitive.bundle or ""
    if primitive.standard in ("systemd", "service", "lsb"):
        name = primitive.type.strip().rpartition("/")[2].removesuffix(".service")
        return ControlledUnit("unit", name, inside) if name else None
    if primitive.agent == "ocf:heartbeat:apache":
        return ControlledUnit("config", _path(primitive.parameters.get("configfile", "")), inside)
    return None


def may_be_one(one: ControlledUnit, other: ControlledUnit) -> bool:
    """Whether both may be the same httpd, as far as anybody can tell without the host."""
    if one.inside != other.inside:
        return False
    return one == other or bool(configs(one) & configs(other))


def is_httpd(primitive: Primitive) -> bool:
    """Whether *primitive* drives an Apache httpd."""
    what = driven(primitive)
    return what is not None and (
        what.kind == "config"
        or what.name.partition("@")[0] in _MAIN
        or what.name.startswith(_OWN[0])
    )


def instance(what: ControlledUnit) -> str:
    """The name of the instance that `httpd@name` or `apache2@name` runs; empty for everything else."""
    base, at, name = what.name.partition("@")
    return name if at and what.kind == "unit" and base in _INSTANCES else ""


def configs(what: ControlledUnit) -> frozenset[str]:
    """The files that it may be started with."""
    if what.kind == "config":
        return frozenset([what.name] if what.name else DEFAULTS)
    if what.name.startswith(_OWN[0]):
        return frozenset([_OWN[1].format(what.name.removeprefix(_OWN[0]))])
    base, at, name = what.name.partition("@")
    if at:
        return frozenset([_INSTANCES[base].format(name)] if base in _INSTANCES else ())
    return frozenset(_MAIN.get(base, ()))


def _path(text: str) -> str:
    return re.sub("^/+", "/", normpath(text.strip())) if text.strip() else ""
