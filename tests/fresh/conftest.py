"""What newcomers do on hosts that boot is asked for by name: tox -e fresh."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "fresh" in item.path.parts:
            item.add_marker("fresh")
