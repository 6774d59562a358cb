"""RHEL 10 and its rebuilds.

Documented, not seen on a host: versions, from the package's public spec file (httpd 2.4.63-4.el10)
and the package lists of AlmaLinux 10.0 (httpd 2.4.63-1, mod_wsgi 5.0.0-4, openssl 3.2.2-16, systemd
257-9). Not verified here: what RHEL changed in its httpd.conf with 2.4.62-4 (RHEL-50031).
"""

from pathlib import PurePosixPath

from wsgigen.catalog.families import el

PLATFORM = el.COMMON(
    name="el-10",
    title="RHEL 10 and its rebuilds",
    httpd_version=(2, 4, 63),
    mod_wsgi_version=(5, 0, 0),
    openssl_version=(3, 2),
    python=(3, 12),
    python_modules=PurePosixPath("/usr/lib/python3.12/site-packages"),  # %{python3_sitelib}
    systemd_version=257,
    enabled_modules=el.ENABLED_MODULES | {"authnz_fcgi_module"},
    sources=(
        (
            "https://github.com/openela-main/httpd/blob/0c7f7d8edd8c28c4324ba9611dbd3efb632be852/SPECS/httpd.spec"
            ": httpd-2.4.63-4.el10"
        ),
        (
            "https://vault.almalinux.org/10.0/AppStream/: httpd-2.4.63-1.el10_0.2, "
            "python3-mod_wsgi-5.0.0-4.el10"
        ),
        (
            "https://vault.almalinux.org/10.0/BaseOS/: openssl-3.2.2-16.el10_0.4, "
            "systemd-257-9.el10_0.1"
        ),
        (
            "https://github.com/major/fedora-rpm-specs/blob/2de23b287c91a016cbd02d3618e70d29de859183/mod_wsgi.spec"
            ": mod_wsgi_python3.so"
        ),
        (
            "https://github.com/microsoft/azurelinux/tree/bd7959b73d10252031ee29587a4a31bee01b8ea3/SPECS/httpd"
            ": Fedora's httpd.conf, 00-*.conf"
        ),
        (
            "https://github.com/microsoft/azurelinux/tree/4b2ebc9e1d0c4b9457676c0d43e084288731c59d/SPECS/httpd"
            ": Fedora's 00-base.conf"
        ),
        *el.SOURCES,
    ),
)
