from tests.unit.given import OWN, planned
from wsgigen.plan.model import Plan
from wsgigen.render.render import render

TLS = {"certificate": "/c.pem", "key": "/k.pem"}


def inventories(plan: Plan) -> dict[str, list[str]]:
    """The lines of each instance, by its name."""
    found = {one.path.name: one for one in render(plan) if one.path.parent.name == "instances"}
    return {name: one.content.splitlines()[1:] for name, one in found.items()}


def test_an_instance_says_what_a_change_of_each_of_its_files_asks_for(tmp_path):
    plan = planned(tmp_path, services={"reports": OWN, "placement": {}}, platform="el-9")
    assert inventories(plan)["reports"] == [
        "unit wsgi-reports.service",
        "manager systemd",
        "service reports",
        "test /usr/sbin/httpd -t -f /etc/wsgigen/reports/httpd.conf",
        "port 9000",
        "listen *:9000",
        "requires httpd",
        "requires python3-mod_wsgi",
        "requires policycoreutils-python-utils",
        "renew /usr/sbin/httpd",
        "renew /usr/lib64/httpd/modules",
        "reload wsgi-reports.service /usr/share/wsgigen/wsgi/reports.wsgi",
        "reload wsgi-reports.service /etc/wsgigen/reports/httpd.conf",
        "restart wsgi-probe@reports.timer /usr/lib/systemd/system/wsgi-probe@reports.timer",
        "reload wsgi-reports.service /usr/lib/systemd/system/wsgi-reports.service",
        "reload wsgi-reports.service /etc/wsgigen/reports/reports.conf",
    ]


def test_the_platforms_own_httpd_is_tested_as_the_platform_does(tmp_path):
    lines = inventories(planned(tmp_path, layout="single", platform="el-9"))
    assert list(lines) == ["single"]
    assert {"unit httpd.service", "test /usr/sbin/apachectl configtest"} <= set(lines["single"])


def test_packages_are_those_of_the_platform_and_of_its_services(tmp_path):
    def required(**more):
        lines = inventories(planned(tmp_path, **more)).values()
        return [
            [line.removeprefix("requires ") for line in one if line.startswith("requires ")]
            for one in lines
        ]

    assert required(services={"keystone": {}}, platform="el-9") == [
        ["httpd", "python3-mod_wsgi", "policycoreutils-python-utils", "openstack-keystone"]
    ]
    assert required(services={"keystone": {"tls": TLS}}, platform="el-9") == [
        [
            "httpd",
            "python3-mod_wsgi",
            "mod_ssl",
            "policycoreutils-python-utils",
            "openstack-keystone",
        ],
    ]
    assert required(services={"placement": {}}, platform="debian-13") == [
        ["apache2", "libapache2-mod-wsgi-py3", "apache2-utils", "placement-api"],
    ]
    assert required(services={"reports": OWN}, platform="opensuse-leap") == [
        ["apache2", "apache2-event", "apache2-mod_wsgi-python3", "apache2-utils"],
    ]


def test_without_systemd_there_is_nothing_to_say(tmp_path):
    assert inventories(planned(tmp_path, platform="local")) == {}


def renewed_by(plan: Plan) -> dict[str, list[str]]:
    """The paths of other packages that each instance has loaded."""
    return {
        name: [line.removeprefix("renew ") for line in lines if line.startswith("renew ")]
        for name, lines in inventories(plan).items()
    }


def test_an_instance_says_what_of_other_packages_it_has_loaded(tmp_path):
    services = {"reports": OWN, "keystone": {}, "placement": {"venv": "/opt/venv"}}
    httpd = ["/usr/sbin/apache2", "/usr/lib/apache2/modules"]
    assert renewed_by(planned(tmp_path, services=services, platform="debian-13")) == {
        "reports": httpd,
        "keystone": [*httpd, "/usr/lib/python3/dist-packages/keystone"],
        "placement": httpd,
    }


def test_what_cannot_be_handed_over_or_is_pacemakers_names_nothing(tmp_path):
    services = {"keystone": {"manager": "pacemaker"}, "placement": {}}
    found = renewed_by(planned(tmp_path, services=services, platform="debian-13"))
    assert (found["keystone"], bool(found["placement"])) == ([], True)
    assert renewed_by(planned(tmp_path, layout="single", platform="debian-13")) == {"single": []}
