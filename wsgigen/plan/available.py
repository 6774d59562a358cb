"""The directives and options that not every version has.

Source
    GrahamDumpleton/mod_wsgi: docs/release-notes/version-4.6.0.rst, version-4.9.0.rst,
    version-4.9.1.rst
    apache/httpd: docs/manual/mod/*.xml, "compatibility" of each directive; CHANGES
    openssl/openssl: CHANGES.md, 3.5 (X25519MLKEM768)
"""

from wsgigen.catalog.model import Platform, Version

_MOD_WSGI: dict[str, Version] = {
    "WSGISocketRotation": (4, 6, 0),
    "WSGIDestroyInterpreter": (4, 9, 1),
}
_HTTPD: dict[str, Version] = {
    "RequestReadTimeout handshake": (2, 4, 39),
    "SSLOpenSSLConfCmd": (2, 4, 8),
    "SSLSessionTickets": (2, 4, 11),
    "HttpProtocolOptions": (2, 4, 24),
}
_OPENSSL: dict[str, Version] = {"X25519MLKEM768": (3, 5)}


def available(platform: Platform) -> frozenset[str]:
    """Return which of the names above *platform* has."""
    tables = (
        (_MOD_WSGI, platform.mod_wsgi_version),
        (_HTTPD, platform.httpd_version),
        (_OPENSSL, platform.openssl_version),
    )
    return frozenset(
        name for table, version in tables for name, since in table.items() if version >= since
    )
