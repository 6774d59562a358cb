"""Swift: the Object Storage proxy.

Source
    swift: swift/common/wsgi.py, swift/common/middleware/healthcheck.py, entry_points.txt at 2.38.3
        (2026.2)
    swift: doc/source/apache_deployment_guide.rst, etc/proxy-server.conf-sample at d57c078
    puppet-swift: manifests/wsgi/uwsgi_proxy.pp at b9c3e48
    rdo-packages/swift-distgit: at c161418, package, unit and user
    Debian 12: package swift-proxy 2.30.1-0+deb12u3
    Ubuntu 24.04: package swift-proxy 2.33.0-0ubuntu1
    openstack/rpm-packaging: openstack/swift/swift.spec.j2 at 0f881b5,
        openstack/swift/openstack-swift-proxy.service at 6818a54
    beekhof/osp-ha-deploy: pcmk/*.scenario (storage servers and object expirer)
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import (
    Account,
    Application,
    Companion,
    Config,
    Health,
    Service,
    ThreadLimit,
)

_ACCOUNT = partial(Account, "swift", "swift")

SERVICE = Service(
    name="swift-proxy",
    title="Object Storage proxy",
    project="swift",
    distribution="swift",
    applications=(
        Application(
            "swift.common.wsgi",
            "init_request_processor",
            call=("/etc/swift/proxy-server.conf", "proxy-server"),
            item=0,
        ),
    ),
    port=8080,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="swift-proxy", unit="swift-proxy.service"),
        Family.UBUNTU: _ACCOUNT(package="swift-proxy", unit="swift-proxy.service"),
        Family.EL: _ACCOUNT(package="openstack-swift-proxy", unit="openstack-swift-proxy.service"),
        Family.SUSE: _ACCOUNT(
            package="openstack-swift-proxy", unit="openstack-swift-proxy.service"
        ),
    },
    config=Config(
        files=("/etc/swift/proxy-server.conf", "/etc/swift/swift.conf"),
        note=(
            "proxy-server.conf is its own paste file, and its path an argument of the call; the "
            "rings must be on disk beside it"
        ),
    ),
    health=Health(
        "/healthcheck",
        (200,),
        "swift's own filter, in the pipeline of the sample: read in the source, not run",
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "account, container and object servers",
        "keystone (authtoken and keystoneauth)",
        "memcached",
    ),
    needs_to_start=("rings on disk", "memcached (cache middleware, token cache)"),
    companions=(
        Companion("swift-account", Mode.ACTIVE_ACTIVE),
        Companion("swift-container", Mode.ACTIVE_ACTIVE),
        Companion("swift-object", Mode.ACTIVE_ACTIVE),
        Companion(
            "swift-object-expirer",
            Mode.ACTIVE_PASSIVE,
            "a single primitive after the proxy in the classic Pacemaker scenario",
        ),
    ),
    thread_limits=(
        ThreadLimit(1, "eventlet's greenlets run in the process, and upstream gives it one thread"),
    ),
    timeout=3600,  # the upload or download of one object
    max_body=5368709122,  # max_file_size of swift.conf, its default: the two must be the same
    max_fields=200,
    chunked=True,
    encoded_slashes=True,
    notes=(
        (
            "httpd's default LimitRequestBody of 1 GiB refuses objects that swift allows; keep it "
            "equal to max_file_size"
        ),
        (
            "upstream's guide says that chunked uploads do not work under Apache: they need "
            "WSGIChunkedRequest On"
        ),
        (
            "mod_wsgi answers 100-continue by itself at the first read, so swift cannot refuse an "
            "upload early (inferred)"
        ),
        "eventlet is not monkey patched here: swift patches only in its own server",
        "not run under mod_wsgi for this catalogue",
    ),
)
