"""Packages that a host has, packed again: what replaces their files without a network."""

from tests.hosts.host import Host

#: Debian's dpkg-repack does the same.
_REPACK = """\
set -e
cd $(mktemp -d) && chmod 755 . && mkdir DEBIAN
dpkg-query --status "$1" | grep -v -e ^Status: -e ^Conffiles: -e '^ /' >DEBIAN/control
for path in $(dpkg-query --control-path "$1"); do
    case ${path##*.} in preinst|postinst|prerm|postrm|triggers|shlibs)
        cp -p "$path" DEBIAN/${path##*.}
    esac
done
dpkg-query --listfiles "$1" | while read -r path; do
    [ -d "$path" ] || [ ! -e "$path" ] || cp -p --parents -d "$path" .
done
dpkg-deb --root-owner-group --build . "/root/$1.deb" >/dev/null
"""


def repack(host: Host, package: str) -> None:
    """Make /root/PACKAGE.deb of what *package* has installed."""
    host.run("sh", "-c", _REPACK, "repack", package, seconds=120)
