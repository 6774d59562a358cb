"""Horizon: the Dashboard.

Source
    horizon: openstack_dashboard/wsgi.py, openstack_dashboard/settings.py,
        openstack_dashboard/defaults.py at 27.0.0 (2026.2)
    horizon: openstack_dashboard/wsgi.py at 23.0.0 (zed)
    puppet-horizon: manifests/params.pp, manifests/wsgi/apache.pp at 1d776d3
    horizon-operator (openstack-k8s-operators): at 1ed6032, processes, threads and LimitRequestBody
    devstack: files/apache-horizon.template (processes and threads)
    rdo-packages/horizon-distgit: at e0ab12c, openstack-dashboard.conf and user
    Debian 12: package openstack-dashboard-apache 3:23.0.0-5+deb12u2
    Ubuntu 24.04: package openstack-dashboard 4:24.0.0-0ubuntu1, in apache2.service:
        conf-available/openstack-dashboard.conf
    openstack/rpm-packaging: openstack/horizon/horizon.spec.j2 at 7b29930,
        openstack/horizon/openstack-dashboard.conf.sample.suse at 19d3bcc
    openstack/rpm-packaging: openstack/openstack-macros/macros.openstack-suse at 012c712 (user of
        Apache)
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Config, Service

SERVICE = Service(
    name="horizon",
    title="Dashboard",
    project="horizon",
    distribution="horizon",
    applications=(Application("openstack_dashboard.wsgi"),),
    port=80,
    # Every package runs it in the platform's own Apache: there is no unit, and except for Ubuntu's
    # the user is Apache's.
    accounts={
        Family.DEBIAN: Account("www-data", "www-data", package="openstack-dashboard-apache"),
        Family.UBUNTU: Account(
            "horizon",
            "horizon",
            package="openstack-dashboard",
            site="/etc/apache2/conf-available/openstack-dashboard.conf",
        ),
        Family.EL: Account(
            "apache",
            "apache",
            package="openstack-dashboard",
            site="/etc/httpd/conf.d/openstack-dashboard.conf",
        ),
        Family.SUSE: Account("wwwrun", "www", package="openstack-dashboard"),
    },
    config=Config(
        files=("/etc/openstack-dashboard/local_settings",),
        note=(
            "Django: openstack_dashboard.settings imports local/local_settings.py, and wsgi.py "
            "sets DJANGO_SETTINGS_MODULE"
        ),
    ),
    health=None,
    mode=Mode.ACTIVE_ACTIVE,
    needs=("keystone", "every API that it shows", "memcached or a database (sessions)"),
    needs_to_start=("static files, collected and compressed",),
    max_body=10737418240,  # the upload of one image, as RHOSO allows it
    authorization=False,
    needs_static=True,
    notes=(
        (
            "Apache must serve the static files at WEBROOT/static/; WEBROOT is / by itself, "
            "/dashboard in RDO and /horizon in Debian"
        ),
        (
            "an image passes through the dashboard unless HORIZON_IMAGES_UPLOAD_MODE is direct: "
            "raise timeout for that"
        ),
        (
            "SUSE keeps openstack_dashboard in /srv/www/openstack-dashboard, outside "
            "site-packages: give that directory as python_path"
        ),
        (
            "RDO's openstack-dashboard.conf sets WSGIDaemonProcess and WSGISocketPrefix at server "
            "level: take that file out of the way"
        ),
        "Debian 12's package runs it as www-data, puppet as horizon",
    ),
)
