"""Examples of values, as a profile would write them.

Keys whose every value can be listed have none.
"""

from collections.abc import Mapping
from typing import Any

from wsgigen.profile.model import Cluster, HealthRequest, Host, Logs, Profile, ServiceRequest, Tls

_TLS = {
    "certificate": "/etc/pki/tls/certs/controller.pem",
    "key": "/etc/pki/tls/private/controller.key",
}

EXAMPLES: Mapping[type, Mapping[str, Any]] = {
    Profile: {
        "wsgigen": 1,
        "layout": "per-service",
        "platform": "el-9",
        "services": {"keystone": {}, "placement": {"processes": 4}},
        "server_name": "controller.example.org",
        "openstack": "2026.1",
        "listen": ["10.0.0.11"],
        "groups": {"identity": ["keystone", "placement"]},
        "venv": "/opt/openstack",
        "tls": _TLS,
        "trusted_proxies": ["10.0.0.2", "10.0.0.3"],
        "logs": {"keep": "30d"},
        "cluster": {"nodes": ["ctl1", "ctl2", "ctl3"]},
        "host": {"cpus": 16, "memory": "64GiB"},
        "accept": {"shared-instance": "moved next quarter"},
    },
    ServiceRequest: {
        "application": "reports.wsgi:application",
        "port": 9000,
        "listen": ["127.0.0.1"],
        "server_name": "reports.example.org",
        "user": "reports",
        "group": "reports",
        "supplementary_groups": ["payments"],
        "home": "/srv/reports",
        "umask": "0027",
        "venv": "/opt/reports",
        "python_path": ["/srv/reports/lib"],
        "processes": 4,
        "threads": 5,
        "timeout": "10m",
        "startup_timeout": "90s",
        "drain": "1m",
        "memory": "2GiB",
        "max_body": "100MiB",
        "max_header": "64KiB",
        "environment": {"LANG": "C.UTF-8"},
        "arguments": ["--verbose"],
        "config_files": ["/etc/keystone/keystone.conf"],
        "static": {"/static": "/usr/share/reports/static"},
        "writable": ["/srv/reports/spool"],
        "tls": _TLS,
        "health": {"path": "/healthcheck", "statuses": [200]},
    },
    Tls: {
        **_TLS,
        "client_ca": "/etc/pki/tls/certs/clients.pem",
        "hsts": "365d",
    },
    HealthRequest: {
        "path": "/healthcheck",
        "statuses": [200, 300],
        "interval": "10s",
        "timeout": "5s",
        "failures": 3,
    },
    Logs: {"rotate": "1d", "keep": "14d"},
    Cluster: {
        "nodes": ["ctl1", "ctl2", "ctl3"],
        "monitor_interval": "10s",
        "virtual_addresses": ["10.0.0.10"],
        "balancer_timeout": "2m",
        "database_connections": 1000,
    },
    Host: {"cpus": 16, "memory": "64GiB"},
}
