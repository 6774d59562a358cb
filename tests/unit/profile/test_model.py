from dataclasses import FrozenInstanceError, fields

import pytest

from tests.unit.profile.test_load import MODELS
from wsgigen.profile.model import Key, Profile, Tls
from wsgigen.profile.reader import keys
from wsgigen.profile.value_type import ValueType


@pytest.mark.parametrize(
    ("model", "name"),
    [
        pytest.param(model, name, id=f"{model.__name__}.{name}")
        for model in MODELS
        for name in keys(model)
    ],
)
def test_every_key_has_a_sentence(model, name):
    key: Key = keys(model)[name].metadata["key"]
    assert key.about[:1].isupper() or key.about.startswith("`")
    assert key.about.endswith(".")
    assert isinstance(key.value_type, ValueType) or key.value_type in MODELS


def test_only_what_the_file_is_called_is_no_key():
    assert [field.name for field in fields(Profile) if field.name not in keys(Profile)] == [
        "name",
        "directory",
    ]


def test_a_profile_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Tls("/a", "/b").key = "/c"  # type: ignore[misc]
