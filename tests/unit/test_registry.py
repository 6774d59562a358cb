import sys

import pytest

from wsgigen.catalog.services.keystone import SERVICE
from wsgigen.registry import every, find, names, summary

_SERVICES = "wsgigen.catalog.services"


@pytest.mark.parametrize(
    ("package", "name", "attribute"),
    [
        pytest.param(_SERVICES, "nova-api", "SERVICE", id="hyphen"),
        pytest.param("wsgigen.catalog.platforms", "ubuntu-24.04", "PLATFORM", id="dot"),
        pytest.param("wsgigen.plan.layouts", "per-service", "LAYOUT", id="layout"),
    ],
)
def test_find_by_the_name_that_people_write(package, name, attribute):
    assert find(package, name, attribute).name == name


def test_find_gives_the_value_itself():
    assert find(_SERVICES, "keystone", "SERVICE") is SERVICE


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "keyston",
            "Keystone",
            "KEYSTONE",
            "nova_api",
            "nova.api",
            "--init--",
            "__init__",
            "keystone ",
            " keystone",
            "keystone\n",
        ),
        *(
            "../services/keystone",
            "/etc/passwd",
            "..",
            ".",
            "keystone.SERVICE",
            "keystone/",
            "keystone\0",
            "a" * 5000,
            "ключ",
            "os",
            "keystone.",
        ),
    ],
)
def test_what_is_no_name_of_a_service_is_not_found(name):
    assert find(_SERVICES, name, "SERVICE") is None


@pytest.mark.parametrize(
    ("package", "attribute"),
    [
        (_SERVICES, "SERVICE"),
        ("wsgigen.catalog.platforms", "PLATFORM"),
        ("wsgigen.plan.layouts", "LAYOUT"),
        ("wsgigen.render.outputs", "OUTPUT"),
    ],
)
def test_every_value_is_found_by_its_own_name_once(package, attribute):
    names = [one.name for one in every(package, attribute)]
    assert names
    assert len(names) == len(set(names))
    assert [find(package, name, attribute).name for name in names] == names


def test_a_module_added_to_the_folder_is_all_it_takes(tmp_path, monkeypatch):
    package = tmp_path / "shelf"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a_1_b.py").write_text(
        "from types import SimpleNamespace\nTHING = SimpleNamespace(name='a.1-b')\n"
    )
    (package / "broken.py").write_text("raise RuntimeError\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find("shelf", "a.1-b", "THING").name == "a.1-b"
    assert "shelf.broken" not in sys.modules, "the others are not imported"


@pytest.mark.parametrize(
    ("package", "attribute"),
    [
        (_SERVICES, "SERVICE"),
        ("wsgigen.plan.layouts", "LAYOUT"),
        ("wsgigen.check.formats", "FORMAT"),
        ("wsgigen.check.rules", "RULE"),
    ],
)
def test_names_and_summaries_are_those_of_the_modules(package, attribute):
    values = {value.name: value for value in every(package, attribute)}
    assert names(package) == tuple(sorted(values))
    for name in values:
        docstring = sys.modules[f"{package}.{name.replace('-', '_')}"].__doc__
        assert summary(package, name) == " ".join(docstring.split("\n\n")[0].split())


def test_names_and_summaries_import_nothing(tmp_path, monkeypatch):
    package = tmp_path / "ledge"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "broken_one.py").write_text('"""Two\nlines.\n\nMore."""\nraise RuntimeError\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    assert names("ledge") == ("broken-one",)
    assert summary("ledge", "broken-one") == "Two lines."
