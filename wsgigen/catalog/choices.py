"""The choices that a fact, a profile or a plan makes, each a type: its members are compared with `is`."""

from enum import StrEnum


class Family(StrEnum):
    """Distributions that package OpenStack alike: which account of a service applies."""

    DEBIAN = "debian"
    EL = "el"
    SUSE = "suse"
    UBUNTU = "ubuntu"  #: Debian's Apache, but packages of OpenStack of its own


class PackageFormat(StrEnum):
    """What a distribution's packages are."""

    DEB = "deb"
    RPM = "rpm"
