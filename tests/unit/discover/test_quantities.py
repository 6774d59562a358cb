"""Time spans and sizes of unit files mean what they mean to systemd."""

from math import inf

import pytest

from wsgigen.discover import quantities


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("1min 30s", 90),
        ("1 min30s", 90),
        ("1.5h", 5400),
        (".5s", 0.5),
        ("2m", 120),
        ("1M", 2629800),
        ("1h30", 3630),
        ("100ms 3", 3.1),
        ("1µs", 1e-6),
        ("0", 0),
        ("infinity", inf),
        ("", None),
        (" ", None),
        ("5x", None),
        ("-1", None),
        ("1 Min", None),
        ("٣s", None),
        ("1" * 5000, inf),
    ],
)
def test_a_time_span(text, seconds):
    assert quantities.seconds(text) == seconds


@pytest.mark.parametrize(("text", "seconds"), [("0", inf), ("0s", inf), ("5", 5), ("", None)])
def test_a_limit_of_0_is_none(text, seconds):
    assert quantities.limit_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("512", 512),
        ("1K", 1024),
        ("1.5G", 1.5 * 1024**3),
        ("1G 512M", 1.5 * 1024**3),
        ("infinity", inf),
        ("", inf),
        ("1k", None),
        ("40%", None),
        ("much", None),
    ],
)
def test_a_size(text, size):
    assert quantities.memory(text) == size


@pytest.mark.parametrize(
    ("text", "part"), [("40%", 0.4), ("12.5%", 0.125), ("5‰", 0.005), ("1G", None), ("%", None)]
)
def test_a_part_of_the_memory(text, part):
    assert quantities.share(text) == part


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("0", 0), ("-1", None), ("1.5", None), ("", None), ("٣", None)]
)
def test_a_number(text, number):
    assert quantities.number(text) == number
