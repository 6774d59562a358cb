from dataclasses import replace

import pytest

from tests.unit.catalog.test_model import PLATFORMS
from wsgigen.plan.available import available


@pytest.mark.parametrize(
    ("name", "field", "first", "last_without"),
    [
        ("WSGISocketRotation", "mod_wsgi_version", (4, 6, 0), (4, 5, 24)),
        ("WSGIDestroyInterpreter", "mod_wsgi_version", (4, 9, 1), (4, 9, 0)),
        ("RequestReadTimeout handshake", "httpd_version", (2, 4, 39), (2, 4, 38)),
        ("SSLSessionTickets", "httpd_version", (2, 4, 11), (2, 4, 10)),
        ("HttpProtocolOptions", "httpd_version", (2, 4, 24), (2, 4, 23)),
        ("X25519MLKEM768", "openssl_version", (3, 5), (3, 4)),
    ],
)
def test_a_name_is_there_from_its_first_version_on(name, field, first, last_without):
    platform = PLATFORMS["debian-12"]
    assert name in available(replace(platform, **{field: first}))
    assert name in available(replace(platform, **{field: (99,)}))
    assert name not in available(replace(platform, **{field: last_without}))
