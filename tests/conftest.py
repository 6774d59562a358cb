"""Where each test runs, and how hypothesis searches."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "dev", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("WSGIGEN_EXAMPLES", "1000")),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(
    "fuzz" if "WSGIGEN_EXAMPLES" in os.environ else "ci" if os.environ.get("CI") else "dev"
)

_TESTS = Path(__file__).parent
#: Directories whose tests all have the marker of the directory's name.
_MARKED = ("live", "hosts", "fresh")
#: Directories whose tests are quick, except for those that are marked slow or search for examples.
_QUICK = ("unit", "golden")
#: Of the tests on hosts, what script/test runs: all whose ids have each of these words.
SAMPLES = (
    ("hosts/test_boots.py", "per-service", "debian-12"),
    ("hosts/test_starts.py", "debian-12"),
    ("hosts/test_private_tmp.py", "debian-12", "single"),
    ("hosts/test_sharing.py::test_stop[", "debian-12", "per-service"),
    ("hosts/test_sharing.py::test_stop[", "debian-12", "single"),
    ("hosts/test_handover.py::test_in_short_all_changes_once", "debian-12"),
    ("hosts/test_handover.py::test_in_short_all_changes_once", "debian-13"),
    ("hosts/test_takeover.py::test_by_package_and_back", "debian-12"),
    ("fresh/test_fresh.py", "soon", "debian-12-root-bare"),
    ("fresh/test_fresh.py", "soon", "debian-13-sudo-apache"),
)


@pytest.hookimpl(tryfirst=True)  # markers must be there before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with where it runs, and put the directories of long tests first."""
    for item in items:
        directory = _directory(item)
        if directory in _MARKED:
            item.add_marker(directory)
        elif directory in _QUICK and not _is_slow(item):
            item.add_marker("quick")
        if any(all(word in item.nodeid for word in words) for words in SAMPLES):
            item.add_marker("sample")
    # Side by side, short tests at the end keep every process busy until then.
    items.sort(key=lambda item: (_directory(item) in _QUICK, "quick" in item.keywords))


def _directory(item: pytest.Item) -> str:
    """Return the directory below tests/ that *item* is in."""
    return item.path.relative_to(_TESTS).parts[0]


def _is_slow(item: pytest.Item) -> bool:
    """Return whether *item* is marked slow, or tries many examples."""
    return bool(item.get_closest_marker("slow")) or is_hypothesis_test(getattr(item, "obj", None))
