"""openSUSE Leap 15.6. Leap 16 is laid out differently and is not described here.

Documented, not seen on a host: httpd 2.4.58, openssl 3.1.4 and systemd 254 from the security
advisories of Leap 15.6; the newest mod_wsgi for Python 3 that could be documented is that of 15.5,
4.5.18 (SUSE built 4.7.1 for other products only). Not verified here, from memory: Python 3.6.
"""

from wsgigen.catalog.families import suse

PLATFORM = suse.COMMON(
    name="opensuse-leap",
    title="openSUSE Leap 15.6",
    httpd_version=(2, 4, 58),
    mod_wsgi_version=(4, 5, 18),
    openssl_version=(3, 1),
    python=(3, 6),
    systemd_version=254,
    sources=(
        (
            "openSUSE security advisories for Leap 15.6: apache2-event-2.4.58-150600.5.3.1, "
            "libopenssl3-3.1.4-150600.5.15.1"
        ),
        "openSUSE security advisories for Leap 15.6: systemd-254.25-150600.4.40.1",
        (
            "https://build.opensuse.org/projects/openSUSE:Leap:15.5:ARM/packages/apache2-mod_wsgi.26273"
            ": apache2-mod_wsgi-python3 4.5.18"
        ),
        *suse.SOURCES,
    ),
)
