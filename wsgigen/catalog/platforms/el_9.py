"""RHEL 9 and its rebuilds, from 9.4.

Documented, not seen on a host: versions, from the packages' public spec files (httpd 2.4.57-11.el9,
mod_wsgi 4.7.1-12.el9). Not verified here, from memory: OpenSSL 3.0. systemd is 252 in every 9.x
that is still supported.

mod_wsgi 4.7.1-12 has WSGIDestroyInterpreter backported; 4.7.1-11 has not, so the version decides.
"""

from pathlib import PurePosixPath

from wsgigen.catalog.families import el

PLATFORM = el.COMMON(
    name="el-9",
    title="RHEL 9 and its rebuilds",
    httpd_version=(2, 4, 57),
    mod_wsgi_version=(4, 7, 1),
    openssl_version=(3, 0),
    python=(3, 9),
    python_modules=PurePosixPath("/usr/lib/python3.9/site-packages"),  # %{python3_sitelib}
    systemd_version=252,
    sources=(
        (
            "https://github.com/openela-main/httpd/blob/bc2fc94e616875cc5c531caee57b9adebfbf857e/SPECS/httpd.spec"
            ": httpd-2.4.57-11.el9"
        ),
        (
            "https://github.com/openela-main/mod_wsgi/blob/ef26d8b555c304fbd6e695fb69b1ccae62fd8e7d/SPECS/mod_wsgi.spec"
            ": 4.7.1-12.el9"
        ),
        (
            "https://github.com/microsoft/azurelinux/tree/bd7959b73d10252031ee29587a4a31bee01b8ea3/SPECS/httpd"
            ": Fedora's httpd.conf, 00-*.conf"
        ),
        *el.SOURCES,
    ),
)
