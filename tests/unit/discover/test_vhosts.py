from pathlib import PurePosixPath

from wsgigen.discover.vhosts import Mounted, mounted
from wsgigen.errors import Location

_KEYSTONE = """\
Listen 5000
# WSGIScriptAlias / /not/this
<VirtualHost *:5000>
    WSGIDaemonProcess keystone-public processes=5 threads=1 user=keystone display-name=%{GROUP}
    WSGIProcessGroup keystone-public
    WSGIScriptAlias / \\
        "/usr/bin/keystone-wsgi-public"
</VirtualHost>
<VirtualHost [::1]:8778>
    wsgiscriptalias /placement /usr/bin/placement-api process-group=placement application-group=%{GLOBAL}
</VirtualHost>
"""


def test_a_vhosts_mounts_with_their_daemon_process_groups():
    other = "WSGIDaemonProcess placement processes=2 threads=many user=placement python-home=\"/opt/a b\" home='/srv'\n"
    keystone = {"processes": "5", "threads": "1", "user": "keystone", "display-name": "%{GROUP}"}
    placement = {
        "processes": "2",
        "threads": "many",
        "user": "placement",
        "python-home": "/opt/a b",
        "home": "/srv",
    }
    assert mounted([("a.conf", _KEYSTONE), ("b.conf", other)]) == (
        Mounted(
            PurePosixPath("/usr/bin/keystone-wsgi-public"),
            Location("a.conf", 6),
            "keystone-public",
            "5000",
            keystone,
        ),
        Mounted(
            PurePosixPath("/usr/bin/placement-api"),
            Location("a.conf", 10),
            "placement",
            "8778",
            placement,
        ),
    )


def test_a_mount_outside_of_all_vhosts():
    assert mounted([("a", "WSGIScriptAlias /horizon /usr/share/wsgi.py\n")]) == (
        Mounted(PurePosixPath("/usr/share/wsgi.py"), Location("a", 1)),
    )


def test_what_is_no_wsgi_or_half_a_directive_is_passed_over():
    assert (
        mounted(
            [
                (
                    "a",
                    "<VirtualHost>\nWSGIScriptAlias /\nWSGIDaemonProcess\nProxyPass / http://x/\n\x00'\n</VirtualHost>\n\\",
                )
            ]
        )
        == ()
    )
