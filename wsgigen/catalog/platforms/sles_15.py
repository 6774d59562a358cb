"""SUSE Linux Enterprise Server 15, from SP6.

Documented, not seen on a host: httpd 2.4.58 and openssl 3.1.4 from the security advisories of SP6;
apache2-mod_wsgi-python3 4.5.18 as SUSE lists it for SP5 (apache2-mod_wsgi, from the Public Cloud
module, is 4.7.1). Not verified here: systemd 254 is that of Leap 15.6, which is built from the same
sources; from memory, Python 3.6.
"""

from wsgigen.catalog.families import suse

PLATFORM = suse.COMMON(
    name="sles-15",
    title="SUSE Linux Enterprise Server 15, SP6 and later",
    httpd_version=(2, 4, 58),
    mod_wsgi_version=(4, 5, 18),
    openssl_version=(3, 1),
    python=(3, 6),
    systemd_version=254,
    sources=(
        (
            "SUSE security advisories for SLES 15 SP6: apache2-2.4.58-150600.5.23.1, "
            "openssl-3-3.1.4-150600.5.15.1"
        ),
        (
            "https://www.suse.com/security/cve/CVE-2022-2255.html: "
            "apache2-mod_wsgi-python3 4.5.18-150000.4.6.1 in Server Applications 15 SP5"
        ),
        *suse.SOURCES,
    ),
)
