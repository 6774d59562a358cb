"""The status URL that ocf:heartbeat:apache requests, in parts.

Source
    ClusterLabs/resource-agents: heartbeat/apache, heartbeat/http-mon.sh
"""

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.record import record

#: The agent that requests a status URL.
APACHE_AGENT = "ocf:heartbeat:apache"

_PORTS = {"http": 80, "https": 443}


@record
class StatusUrl:
    """A `statusurl`. `port` is None where it cannot be told."""

    text: str
    host: str
    port: int | None
    path: str

    @property
    def is_local(self) -> bool:
        """Tell whether the host is this machine's loopback, by its name or address."""
        address = _address(self.host)
        if address is None:
            return self.host in ("", "localhost") or self.host.endswith(".localhost")
        return address.is_loopback or address.is_unspecified

    @property
    def has_address(self) -> bool:
        """Tell whether the host is an address, and not a name."""
        return _address(self.host) is not None

    @property
    def is_httpds_own(self) -> bool:
        """Tell whether it is httpd's own status page, which no application answers."""
        return "server-status" in self.path or "server-info" in self.path


def status_url(primitive: Primitive) -> StatusUrl | None:
    """Return the URL that the recurring monitor of *primitive* requests.

    None where it has no `statusurl`, or one that is no URL.
    """
    text = primitive.parameters.get("statusurl", "").strip()
    if primitive.agent != APACHE_AGENT or not text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    return StatusUrl(text, host, port or _PORTS.get(parts.scheme), parts.path or "/")


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
