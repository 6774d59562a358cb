"""Asks a site for its health."""

from http.client import HTTPConnection, HTTPException
from time import monotonic

from wsgigen.plan.model import Site


class Answer:
    """What one request gave: a status or the reason why there was none, and how long it took in seconds."""

    __slots__ = ("healthy", "seconds", "what")

    def __init__(self, what: str, healthy: bool, seconds: float) -> None:
        self.what, self.healthy, self.seconds = what, healthy, seconds


def ask(site: Site, timeout: float | None = None) -> Answer:
    """One GET of the site's health URL. Never raises for what the network or the server does."""
    probe = site.probe
    begin = monotonic()
    connection = HTTPConnection(probe.address, probe.port, timeout=timeout or probe.timeout)
    try:
        connection.request(
            "GET",
            probe.path,
            headers={"Host": probe.host, "User-Agent": "wsgigen-probe", "Connection": "close"},
        )
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        why = error.strerror if isinstance(error, OSError) else None
        return Answer(why or str(error) or type(error).__name__, False, monotonic() - begin)
    finally:
        connection.close()
    return Answer(str(status), status in probe.statuses, monotonic() - begin)
