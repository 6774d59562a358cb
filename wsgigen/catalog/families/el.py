"""RHEL, its rebuilds, and Fedora: what their platforms share.

Documented, not seen on a host. For el-9 and el-10: paths, packages, users and what is compiled in,
from the spec files of httpd 2.4.57-11.el9 and 2.4.63-4.el10; for fedora they are taken from that of
el-10, which branched from Fedora. `--enable-mods-shared=all` leaves only core, http and so in the
binary, and the spec's own %check (el-9) fails when a module that was built is missing in
conf.modules.d. For fedora: httpd.conf and the modules of 00-base.conf, from copies of its httpd
2.4.5x; for el-9 and el-10 they are not verified but taken from there. Not verified for any member,
from memory: what 00-dav.conf, 01-cgi.conf, autoindex.conf and userdir.conf say.

What loads or includes (LoadModule, Include) is left out of `main_directives`.
"""

from functools import partial
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Family, PackageFormat
from wsgigen.catalog.families import names
from wsgigen.catalog.model import Platform

#: fedora: copies of its conf.modules.d; el-9, el-10: not verified, taken from there. el-10 and
#: fedora add authnz_fcgi_module.
ENABLED_MODULES = names("""
    access_compat_module actions_module alias_module allowmethods_module auth_basic_module
    auth_digest_module authn_anon_module authn_core_module authn_dbd_module authn_dbm_module
    authn_file_module authn_socache_module authz_core_module authz_dbd_module authz_dbm_module
    authz_groupfile_module authz_host_module authz_owner_module authz_user_module
    autoindex_module brotli_module cache_disk_module cache_module cache_socache_module
    cgid_module data_module dav_fs_module dav_lock_module dav_module dbd_module deflate_module
    dir_module dumpio_module echo_module env_module expires_module ext_filter_module
    filter_module headers_module include_module info_module lbmethod_bybusyness_module
    lbmethod_byrequests_module lbmethod_bytraffic_module lbmethod_heartbeat_module
    log_config_module logio_module macro_module mime_magic_module mime_module mpm_event_module
    negotiation_module proxy_ajp_module proxy_balancer_module proxy_connect_module
    proxy_express_module proxy_fcgi_module proxy_fdpass_module proxy_ftp_module
    proxy_http_module proxy_module proxy_scgi_module proxy_uwsgi_module remoteip_module
    reqtimeout_module request_module rewrite_module setenvif_module slotmem_plain_module
    slotmem_shm_module socache_dbm_module socache_memcache_module socache_redis_module
    socache_shmcb_module status_module substitute_module suexec_module systemd_module
    unique_id_module unixd_module userdir_module version_module vhost_alias_module
    watchdog_module wsgi_module
""")
#: fedora: copies of its httpd.conf; el-9, el-10: not verified, taken from there. fedora adds
#: RequestHeader.
MAIN_DIRECTIVES = names("""
    AddDefaultCharset AddIcon AddIconByEncoding AddIconByType AddOutputFilter AddType Alias
    CustomLog DefaultIcon DirectoryIndex DocumentRoot EnableSendfile ErrorLog Group HeaderName
    IndexIgnore IndexOptions Listen LogFormat LogLevel MIMEMagicFile ReadmeName ScriptAlias
    ServerAdmin ServerRoot TypesConfig User UserDir
""")
#: For every member.
SOURCES = (
    (
        "https://github.com/microsoft/azurelinux/tree/de2398f02965054453756a3509980145a9753388/SPECS/httpd"
        ": Fedora's ssl.conf"
    ),
    (
        "https://github.com/iusrepo/httpd24u/blob/7cda2f3909e1a356722de4a262b7fe194ade050c/SOURCES/00-proxy.conf"
        ": Fedora's 00-proxy.conf"
    ),
    (
        "https://httpd.apache.org/docs/2.4/mod/mpm_common.html: "
        "ServerLimit, ThreadsPerChild, MaxRequestWorkers of the event MPM"
    ),
    (
        "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/using_selinux: "
        "policycoreutils-python-utils has semanage"
    ),
)
#: For el-9 and el-10 from their spec files, for fedora from that of el-10, unless stated
#: otherwise.
COMMON = partial(
    Platform,
    family=Family.EL,
    package_format=PackageFormat.RPM,
    starts_units_on_install=False,
    restarts_httpd_on_upgrade=True,  # %posttrans: systemctl try-restart httpd.service
    httpd=PurePosixPath("/usr/sbin/httpd"),
    httpd_unit="httpd.service",
    httpd_type="notify",
    httpd_pid=PurePosixPath("/run/httpd/httpd.pid"),
    error_log=PurePosixPath("/var/log/httpd/error_log"),
    server_root=PurePosixPath("/etc/httpd"),
    modules_dir=PurePosixPath("/usr/lib64/httpd/modules"),
    static_modules=names("core_module http_module so_module"),
    wsgi_module="mod_wsgi_python3.so",
    user="apache",
    group="apache",
    conf_dir=PurePosixPath("/etc/httpd/conf.d"),
    vhost_dir=PurePosixPath("/etc/httpd/conf.d"),
    vhost_prefix="10-",
    enabled_modules_dir=None,
    enabled_modules=ENABLED_MODULES,
    main_directives=MAIN_DIRECTIVES,
    main_ports=frozenset({80}),
    # conf.d/ssl.conf of mod_ssl (Fedora's): `Listen 443 https` and a vhost on it
    tls_ports=frozenset({443}),
    # no file says it: DEFAULT_START_DAEMON of the event MPM, apache/httpd, server/mpm/event/event.c
    initial_workers=3,
    # nothing is set: ServerLimit 16 times ThreadsPerChild 25, the defaults of the event MPM
    max_request_workers=400,
    crypto_policy="PROFILE=SYSTEM",
    rotatelogs=PurePosixPath("/usr/sbin/rotatelogs"),
    packages={
        "httpd": "httpd",
        "mod_wsgi": "python3-mod_wsgi",
        "tls": "mod_ssl",
        "procps": "procps-ng",
        # semanage; it requires policycoreutils, which has semodule and restorecon
        "selinux": "policycoreutils-python-utils",
    },
    firewalld=PurePosixPath("/usr/lib/firewalld/services"),
    selinux=PurePosixPath("/usr/share/selinux/packages"),
    main_conf=PurePosixPath("/etc/httpd/conf/httpd.conf"),
    sources=SOURCES,
)
