"""SUSE Linux Enterprise Server 15, from SP6.

Documented, not seen on a host: Type= of the unit, paths, users, packages and what is compiled in, from the package's files in the
Open Build Service; httpd 2.4.58 and openssl 3.1.4 from the security advisories of SP6; apache2-mod_wsgi-python3 4.5.18 as
SUSE lists it for SP5 (apache2-mod_wsgi, from the Public Cloud module, is 4.7.1). Not verified here: systemd 254 and the
configuration files are those of Leap 15.6, which is built from the same sources; from memory, Python 3.6, and what
mod_log_config.conf, mod_autoindex-defaults.conf, mod_mime-defaults.conf and mod_reqtimeout.conf set.

The MPM is the binary: /usr/sbin/httpd-event of apache2-event has event, unixd and systemd compiled in, and its modules are in
/usr/lib64/apache2-event; those of other packages, mod_wsgi among them, are in /usr/lib64/apache2. `apache2` alone suggests
prefork: the platform's own Apache runs event when apache2-event is the only MPM installed or APACHE_MPM says so, and that is
what is taken here. Start-up turns APACHE_MODULES of /etc/sysconfig/apache2 into LoadModule lines; `wsgi` is not among them
until `a2enmod wsgi`. PidFile is given on the command line.
"""

from pathlib import PurePosixPath

from wsgigen.catalog.model import Platform

PLATFORM = Platform(
    name="sles-15",
    title="SUSE Linux Enterprise Server 15, SP6 and later",
    family="suse",
    httpd=PurePosixPath("/usr/sbin/httpd-event"),
    httpd_unit="apache2.service",
    httpd_type="notify",
    httpd_pid=PurePosixPath("/run/httpd.pid"),
    error_log=PurePosixPath("/var/log/apache2/error_log"),
    httpd_version=(2, 4, 58),
    mod_wsgi_version=(4, 5, 18),
    openssl_version=(3, 1),
    python=(3, 6),
    systemd_version=254,
    instance_type="notify",
    server_root=PurePosixPath("/etc/apache2"),
    modules_dir=PurePosixPath("/usr/lib64/apache2-event"),
    static_modules=frozenset(
        {
            "core_module",
            "http_module",
            "mpm_event_module",
            "so_module",
            "systemd_module",
            "unixd_module",
        }
    ),
    wsgi_module="/usr/lib64/apache2/mod_wsgi.so",  # absolute: modules of other packages are not below modules_dir
    user="wwwrun",
    group="www",
    conf_dir=PurePosixPath("/etc/apache2/conf.d"),
    vhost_dir=PurePosixPath("/etc/apache2/vhosts.d"),
    vhost_prefix="10-",
    enabled_modules_dir=None,
    enabled_modules=frozenset(
        {
            "actions_module",
            "alias_module",
            "auth_basic_module",
            "authn_core_module",
            "authn_file_module",
            "authz_core_module",
            "authz_groupfile_module",
            "authz_host_module",
            "authz_user_module",
            "autoindex_module",
            "cgid_module",
            "dir_module",
            "env_module",
            "expires_module",
            "include_module",
            "log_config_module",
            "mime_module",
            "negotiation_module",
            "reqtimeout_module",
            "setenvif_module",
            "socache_shmcb_module",
            "ssl_module",
            "userdir_module",
        }
    ),
    main_directives=frozenset(
        {
            "AccessFileName",
            "AddHandler",
            "AddIcon",
            "AddIconByEncoding",
            "AddIconByType",
            "AddLanguage",
            "AddType",
            "Alias",
            "BrowserMatch",
            "CustomLog",
            "DefaultIcon",
            "DirectoryIndex",
            "DocumentRoot",
            "EnableSendfile",
            "ErrorLog",
            "ExtendedStatus",
            "Group",
            "HeaderName",
            "IndexIgnore",
            "IndexOptions",
            "KeepAlive",
            "KeepAliveTimeout",
            "Listen",
            "LogFormat",
            "LogLevel",
            "MaxKeepAliveRequests",
            "PidFile",
            "ReadmeName",
            "RequestReadTimeout",
            "ScriptAlias",
            "ServerSignature",
            "ServerTokens",
            "TraceEnable",
            "TypesConfig",
            "UseCanonicalName",
            "User",
            "UserDir",
        }
    ),
    main_ports=frozenset({80}),
    tls_ports=frozenset({443}),  # listen.conf, when APACHE_SERVER_FLAGS has SSL
    tls_define="SSL",
    max_request_workers=400,  # server-tuning.conf sizes prefork and worker only; ServerLimit 16 times ThreadsPerChild 25
    crypto_policy="PROFILE=SYSTEM",
    rotatelogs=PurePosixPath("/usr/sbin/rotatelogs"),
    packages={
        "httpd": "apache2",
        "mpm": "apache2-event",
        "mod_wsgi": "apache2-mod_wsgi-python3",
        "procps": "procps",
        "rotatelogs": "apache2-utils",
    },
    firewalld=PurePosixPath("/usr/lib/firewalld/services"),
    main_conf=PurePosixPath("/etc/apache2/httpd.conf"),
    mime_types=PurePosixPath("/etc/apache2/mime.types"),
    libexec=PurePosixPath("/usr/lib/wsgigen"),  # %_libexecdir is /usr/lib up to 15.x
    sources=(
        "SUSE security advisories for SLES 15 SP6: apache2-2.4.58-150600.5.23.1, openssl-3-3.1.4-150600.5.15.1",
        "https://www.suse.com/security/cve/CVE-2022-2255.html: apache2-mod_wsgi-python3 4.5.18-150000.4.6.1 in Server Applications 15 SP5",
        "https://github.com/ashloverscn/ViciBox-openSUSE-Leap-15.6-x86_64_Minimal-Server/tree/main/etc/apache2: files of a Leap 15.6 host",
        "https://build.opensuse.org/projects/SUSE:SLE-15-SP4:Update/packages/apache2.27904/files/apache2.service: Type=notify",
        "https://build.opensuse.org/projects/SUSE:SLE-15-SP4:GA/packages/apache2.24009/files/apache2-default-server.conf",
        "https://build.opensuse.org/projects/SUSE:SLE-15-SP5:GA/packages/apache2.24009/files/apache2-loadmodule.conf",
        "https://build.opensuse.org/projects/openSUSE:Leap:15.3:Update/packages/apache2.15845/files/apache2.spec: mods_static, httpd-event",
        "https://build.opensuse.org/projects/Apache/packages/apache2/files/apache2.spec: static_modules, rotatelogs in utils",
        "https://github.com/SUSE/doc-sle/blob/001e9aa2276aa6b784f31570213addb7ae513484/xml/apache2.xml: what is in /etc/apache2",
        "https://news.opensuse.org/2020/11/23/news-in-opensuse-packaging/: Leap 15 keeps %_libexecdir at /usr/lib",
        "https://httpd.apache.org/docs/2.4/mod/mpm_common.html: ServerLimit, ThreadsPerChild, MaxRequestWorkers of the event MPM",
    ),
)
