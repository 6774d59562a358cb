"""The choices of facts, profiles and plans, each a type whose members are compared with `is`."""

from enum import StrEnum


class Family(StrEnum):
    """Distributions that package OpenStack alike: which account of a service applies."""

    DEBIAN = "debian"
    EL = "el"
    SUSE = "suse"
    UBUNTU = "ubuntu"  #: Debian's Apache, but packages of OpenStack of its own


class PackageFormat(StrEnum):
    """The format of a distribution's packages."""

    DEB = "deb"
    RPM = "rpm"


class Manager(StrEnum):
    """Who starts and stops a unit."""

    SYSTEMD = "systemd"
    PACEMAKER = "pacemaker"


class Mode(StrEnum):
    """On how many nodes a service may run at once."""

    ACTIVE_ACTIVE = "active-active"
    ACTIVE_PASSIVE = "active-passive"


class Components(StrEnum):
    """The thing that one resource of Pacemaker stands for."""

    SERVICE = "service"
    INSTANCE = "instance"


class Reload(StrEnum):
    """How a reload takes in what changed."""

    HANDOVER = "handover"  #: a second httpd takes over
    RECYCLE = "recycle"  #: httpd stays, and replaces its daemon processes


class LayoutName(StrEnum):
    """How services are spread over instances; each is a module of `plan/layouts`."""

    SINGLE = "single"
    PER_SERVICE = "per-service"
    GROUPED = "grouped"
