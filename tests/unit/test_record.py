"""A record is what `dataclass(frozen=True)` would make, in all that anybody can see."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import (
    MISSING,
    FrozenInstanceError,
    asdict,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)
from typing import Any

import pytest

from wsgigen.record import record


@record
class Small:
    name: str
    count: int = 2
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def twice(self) -> int:
        return 2 * self.count


@record
class Other:
    name: str
    count: int = 2
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    name: str
    count: int = 2
    words: Mapping[str, str] = field(default_factory=dict)


def test_it_is_made_like_a_dataclass():
    assert vars(Small("a")) == vars(Model("a")) == {"name": "a", "count": 2, "words": {}}
    assert Small("a").words is not Small("a").words
    assert [one.name for one in fields(Small)] == [one.name for one in fields(Model)]
    assert fields(Small)[0].default is MISSING


@pytest.mark.parametrize(
    ("values", "named"),
    [
        pytest.param((), {}, id="too little"),
        pytest.param((), {"count": 1, "words": {}}, id="too little by name"),
        pytest.param(("a", 2, {}, 4), {}, id="too much"),
        pytest.param(("a",), {"more": 1}, id="unknown"),
        pytest.param(("a",), {"name": "b"}, id="twice"),
    ],
)
def test_what_does_not_make_it_is_refused(values, named):
    for made in (Small, Model):
        with pytest.raises(TypeError):
            made(*values, **named)


def test_without_field_dataclasses_knows_it_too():
    @record
    class Pair:
        name: str
        count: int = 2

    made: Any = Pair
    with pytest.raises(TypeError):
        made(count=3)
    assert asdict(made("a")) == {"name": "a", "count": 2}
    assert replace(made("a"), count=3) == made("a", 3)
    assert [(one.name, one.default) for one in fields(made)] == [("name", MISSING), ("count", 2)]
    assert is_dataclass(Pair)


def test_nothing_changes_it():
    one = Small("a")
    for change in (
        lambda: setattr(one, "name", "b"),
        lambda: setattr(one, "more", "b"),
        lambda: setattr(one, "twice", 1),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises(FrozenInstanceError):
        del one.name
    assert one == Small("a")


def test_another_is_made_from_it():
    assert replace(Small("a", 3), name="b") == Small("b", 3)


def test_equal_is_what_has_equal_fields_and_is_of_one_class():
    assert Small("a") == Small("a", 2, {})
    assert Small("a") != Small("b")
    others: tuple[object, ...] = (Other("a"), ("a", 2, {}))
    assert Small("a") not in others


def test_it_is_hashed_by_its_fields():
    words: Any = ()  # a dictionary has no hash
    assert len({Small("a", 2, words), Small("a", 2, words), Small("b", 2, words)}) == 2
    with pytest.raises(TypeError):
        hash(Small("a"))


def test_the_order_in_which_it_is_told_is_of_no_account():
    words: Any = ()
    one, other = Small("a", count=3, words=words), Small(words=words, count=3, name="a")
    assert (one, hash(one), repr(one)) == (other, hash(other), repr(other))


def test_it_shows_its_fields():
    assert repr(Small("a")) == repr(Model("a")).replace("Model", "Small")


def test_it_is_copied_and_sent():
    one = Small("a", 3, {"b": "c"})
    assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_it_can_be_matched():
    match Small("a", 5):
        case Small(name, count=5):
            assert name == "a"
        case _:
            pytest.fail("not matched")
