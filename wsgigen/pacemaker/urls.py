"""The URL that ocf:heartbeat:apache asks, in parts.

Source
    ClusterLabs/resource-agents: heartbeat/apache, heartbeat/http-mon.sh
"""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from wsgigen.pacemaker.cib.model import Primitive

#: The agent that asks one.
APACHE_AGENT = "ocf:heartbeat:apache"


@dataclass(frozen=True)
class StatusUrl:
    """A `statusurl`. `port` is None where it cannot be told."""

    text: str
    host: str
    port: int | None
    path: str

    @property
    def local(self) -> bool:
        """Whether the host is this machine's loopback, by its name or address."""
        try:
            address = ip_address(self.host)
        except ValueError:
            return self.host in ("", "localhost") or self.host.endswith(".localhost")
        return address.is_loopback or address.is_unspecified

    @property
    def literal(self) -> bool:
        """Whether the host is an address, and not a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return False
        return True

    @property
    def of_httpd(self) -> bool:
        """Whether it is httpd's own status page, which no application answers."""
        return "server-status" in self.path or "server-info" in self.path


def status_url(primitive: Primitive) -> StatusUrl | None:
    """What the recurring monitor of *primitive* asks; None where it has no `statusurl`, or one that is no URL."""
    text = (
        primitive.parameters.get("statusurl", "").strip() if primitive.agent == APACHE_AGENT else ""
    )
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    return (
        StatusUrl(
            text, host, port or {"http": 80, "https": 443}.get(parts.scheme), parts.path or "/"
        )
        if text
        else None
    )
