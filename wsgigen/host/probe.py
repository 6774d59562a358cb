"""Probes the health of a site."""

from http.client import HTTPConnection, HTTPException
from time import monotonic

from wsgigen.plan.model import Site


class Answer:
    """The result of one request: a status or why there was none, and the seconds that it took."""

    __slots__ = ("healthy", "seconds", "what")

    def __init__(self, what: str, healthy: bool, seconds: float) -> None:
        self.what, self.healthy, self.seconds = what, healthy, seconds


def ask(site: Site, timeout: float | None = None) -> Answer:
    """Send one GET to the health URL of *site*; network and server errors are an Answer, too."""
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
