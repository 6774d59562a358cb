"""The APIs that look as if they belonged here and cannot run under mod_wsgi.

They are known so that a profile which names one gets a reason and a way out, not "no such service".

Source
    skyline-apiserver: skyline_apiserver/main.py at 9.0.0
    tacker: entry_points.txt at 16.0.0
    ec2-api: entry_points.txt at 17.0.0
    nova: doc/source/admin/concurrency.rst, entry_points.txt at 34.0.0
    kolla-ansible: ansible/group_vars/all/nova.yml (ports of the console proxies)
    zaqar: entry_points.txt, zaqar/conf/drivers_transport_websocket.py at 23.0.1
    tripleo-heat-templates: ZaqarWsTimeout
    zun: entry_points.txt at 18.0.0
"""

from wsgigen.catalog.model import Unsupported

_KEEP = "keep it as a systemd unit of its own, beside Apache"
_PROXY = f"{_KEEP}; a load balancer in front must pass websockets and allow for long idle times"
_NOVA = (
    "nova: doc/source/admin/concurrency.rst at 34.0.0",
    "nova: entry_points.txt at 34.0.0",
    "kolla-ansible: ansible/group_vars/all/nova.yml",
)

UNSUPPORTED: tuple[Unsupported, ...] = (
    Unsupported(
        name="skyline-apiserver",
        why=(
            "it is an ASGI application (FastAPI, skyline_apiserver.main:app), and mod_wsgi speaks "
            "only WSGI"
        ),
        instead=(
            "run it under gunicorn with uvicorn's workers in a systemd unit of its own, port 9998"
        ),
        sources=("skyline-apiserver: skyline_apiserver/main.py at 9.0.0",),
    ),
    Unsupported(
        name="tacker-server",
        why=(
            "it has neither a WSGI script nor a module with an application: the only entry is its "
            "eventlet server"
        ),
        instead=f"{_KEEP}, port 9890",
        sources=("tacker: entry_points.txt at 16.0.0",),
    ),
    Unsupported(
        name="ec2-api",
        why="it exists only as an eventlet server, and its last release is 17.0.0 (2023.2)",
        instead=f"{_KEEP}, port 8788",
        sources=("ec2-api: entry_points.txt at 17.0.0",),
    ),
    Unsupported(
        name="nova-novncproxy",
        why=(
            "it proxies VNC consoles over websockets (websockify), which WSGI has no way to hand "
            "over"
        ),
        instead=f"{_PROXY}; port 6080",
        sources=_NOVA,
    ),
    Unsupported(
        name="nova-spicehtml5proxy",
        why=(
            "it proxies SPICE consoles over websockets (websockify), which WSGI has no way to hand "
            "over"
        ),
        instead=f"{_PROXY}; port 6082",
        sources=_NOVA,
    ),
    Unsupported(
        name="nova-serialproxy",
        why=(
            "it proxies serial consoles over websockets (websockify), which WSGI has no way to "
            "hand over"
        ),
        instead=f"{_PROXY}; port 6083",
        sources=_NOVA,
    ),
    Unsupported(
        name="zaqar-websocket",
        why="it is zaqar's websocket transport; only the wsgi transport is a WSGI application",
        instead=f"take zaqar-api for the wsgi transport, and for this one: {_PROXY}; port 9000",
        sources=(
            "zaqar: zaqar/conf/drivers_transport_websocket.py at 23.0.1",
            "tripleo-heat-templates: ZaqarWsTimeout",
        ),
    ),
    Unsupported(
        name="zun-wsproxy",
        why="it proxies container consoles over websockets, which WSGI has no way to hand over",
        instead=_PROXY,
        sources=("zun: entry_points.txt at 18.0.0",),
    ),
)
