"""PyYAML's own parser in the place of libyaml's."""

import pytest

from wsgigen.profile import bounds, source, yaml12


class Loader(yaml12.PurePythonLoader, yaml12._CoreSchema):
    """The same rules on the slower parser."""

    def __init__(self, text: str) -> None:
        yaml12.PurePythonLoader.__init__(self, text)
        yaml12._CoreSchema.__init__(self)


def use() -> None:
    """Read with it from now on."""
    for module in (bounds, source):
        vars(module)["Loader"] = Loader


def use_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with it until the test ends."""
    for module in (bounds, source):
        monkeypatch.setattr(module, "Loader", Loader)
