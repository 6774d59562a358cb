"""Fedora, from 43: the oldest release that still gets updates.

Documented, not seen on a host: the versions that Fedora 43 started with, from its package pages
(httpd 2.4.64, mod_wsgi 5.0.2 for Python 3.14, openssl 3.5.1, systemd 258); httpd.conf (as
synchronised with Apache's own in 2.4.63-3) and the modules of 00-base.conf, from copies of
Fedora's. Fedora 45 has Python 3.15 and OpenSSL 4.0.
"""

from pathlib import PurePosixPath

from wsgigen.catalog.families import el

PLATFORM = el.COMMON(
    name="fedora",
    title="Fedora",
    httpd_version=(2, 4, 64),
    mod_wsgi_version=(5, 0, 2),
    openssl_version=(3, 5),
    python=(3, 14),
    python_modules=PurePosixPath("/usr/lib/python3.14/site-packages"),  # %{python3_sitelib}
    systemd_version=258,
    enabled_modules=el.ENABLED_MODULES | {"authnz_fcgi_module"},
    main_directives=el.MAIN_DIRECTIVES | {"RequestHeader"},
    sources=(
        "https://packages.fedoraproject.org/pkgs/httpd/httpd-core/fedora-43.html: 2.4.64-3",
        (
            "https://packages.fedoraproject.org/pkgs/mod_wsgi/python3-mod_wsgi/fedora-43.html: "
            "5.0.2-6, built for Python 3.14"
        ),
        "https://packages.fedoraproject.org/pkgs/openssl/openssl-libs/fedora-43.html: 3.5.1-2",
        "https://packages.fedoraproject.org/pkgs/systemd/systemd-libs/fedora-43.html: 258-1",
        (
            "https://github.com/openela-main/httpd/blob/0c7f7d8edd8c28c4324ba9611dbd3efb632be852/SPECS/httpd.spec"
            ": httpd-2.4.63-4.el10"
        ),
        (
            "https://github.com/major/fedora-rpm-specs/blob/2de23b287c91a016cbd02d3618e70d29de859183/mod_wsgi.spec"
            ": mod_wsgi_python3.so"
        ),
        (
            "https://github.com/microsoft/azurelinux/tree/a02f9f515d19468350273a5a0855c72a17ad0e39/SPECS/httpd"
            ": httpd.conf, welcome.conf"
        ),
        (
            "https://github.com/microsoft/azurelinux/tree/4b2ebc9e1d0c4b9457676c0d43e084288731c59d/SPECS/httpd"
            ": Fedora's 00-base.conf"
        ),
        *el.SOURCES,
    ),
)
