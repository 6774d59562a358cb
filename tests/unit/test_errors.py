import pytest

from wsgigen.errors import Location, Problem, Refusal, UserError, attempt, lines, suggest


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        pytest.param(Location("a.yaml"), "a.yaml", id="whole file"),
        pytest.param(Location("a.yaml", 3), "a.yaml:3", id="line"),
        pytest.param(Location("a.yaml", 3, 14), "a.yaml:3:14", id="line and column"),
    ],
)
def test_place_is_what_editors_open(location, shown):
    assert str(location) == shown


def test_places_sort_by_number_not_by_text():
    assert sorted([Location("a", 10, 1), Location("a", 9, 12), Location("a", 9, 2)]) == [
        Location("a", 9, 2),
        Location("a", 9, 12),
        Location("a", 10, 1),
    ]


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        pytest.param(
            Problem("is so", "do that", location=Location("a.yaml", 1, 2)),
            ["a.yaml:1:2: error: is so", "    fix: do that"],
            id="with a fix",
        ),
        pytest.param(
            Problem("is so", location=Location("a.yaml")),
            ["a.yaml: error: is so"],
            id="without a fix",
        ),
        pytest.param(Problem("is so"), ["error: is so"], id="without a place"),
        pytest.param(
            Problem("unknown key a\nb: error: forged", "use \x1b[31mred"),
            ["error: unknown key a\\nb: error: forged", "    fix: use \\x1b[31mred"],
            id="the user's line break and escape sequence cannot forge a line",
        ),
        pytest.param(
            Problem("unknown key \ud800"),
            ["error: unknown key \\ud800"],
            id="half a surrogate pair can be printed",
        ),
        pytest.param(
            Problem("unknown key \u202eyek"),
            ["error: unknown key \\u202eyek"],
            id="text cannot be turned around",
        ),
        pytest.param(
            Problem("unknown key größe"),
            ["error: unknown key größe"],
            id="letters of any language stay",
        ),
    ],
)
def test_lines(problem, shown):
    assert list(lines([problem])) == shown
    assert str(UserError([problem])).encode().decode().splitlines() == shown


def test_an_error_carries_every_problem_in_order():
    assert [one.message for one in UserError(Problem(name) for name in "abc").problems] == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize(
    ("word", "known", "fix"),
    [
        pytest.param("servces", ["services", "server_name"], "did you mean services?", id="near"),
        pytest.param("zzz", ["b", "a"], "use one of: a, b", id="far: all of them, sorted"),
        pytest.param("", ["b", "a"], "use one of: a, b", id="empty"),
    ],
)
def test_suggest(word, known, fix):
    assert suggest(word, known) == fix


def test_an_attempt_is_a_value_or_a_refusal_with_every_problem():
    problems = (Problem("a"), Problem("b"))

    def refuse():
        raise UserError(problems)

    assert attempt(lambda: 3) == 3
    assert attempt(refuse) == Refusal(problems)


def test_an_attempt_hides_no_mistake_of_the_program():
    with pytest.raises(ZeroDivisionError):
        attempt(lambda: 1 / 0)
