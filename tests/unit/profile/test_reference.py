import pytest

from tests.unit.profile.test_load import MODELS
from wsgigen.profile.reader import keys
from wsgigen.profile.reference import reference


@pytest.mark.parametrize("model", MODELS)
def test_every_key_has_a_row_with_its_sentence(model):
    rows = [row for row in reference().splitlines() if row.startswith("| `")]
    for name, one in keys(model).items():
        found = [
            row
            for row in rows
            if row.startswith(f"| `{name}` |") and row.endswith(f"| {one.metadata['key'].about} |")
        ]
        assert found
        assert all(row.count(" | ") == 3 for row in found), "four columns"


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("drain", "`30s`"),
        ("rotate", "`1d`"),
        ("keep", "`14d`"),
        ("max_header", "`16KiB`"),
        ("umask", "`0027`"),
        ("layout", "required"),
    ],
)
def test_defaults_are_shown_as_a_profile_would_write_them(name, default):
    (row,) = [row for row in reference().splitlines() if row.startswith(f"| `{name}` |")]
    assert row.split(" | ")[2] == default
