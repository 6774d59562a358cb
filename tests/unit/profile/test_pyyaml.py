"""PyYAML's own patterns wait until they are used, and nothing else notices."""

import re
import subprocess
import sys

import pytest

from wsgigen.profile.pyyaml import LatePattern, yaml

IMPORT = """\
import re
before = re.compile
from wsgigen.profile import load
from wsgigen.profile.pyyaml import LatePattern, yaml
assert re.compile is before
assert isinstance(yaml.reader.Reader.NON_PRINTABLE, LatePattern)
assert isinstance(re.compile("a"), re.Pattern)
"""


def test_importing_the_reader_of_profiles_compiles_no_pattern_of_yaml() -> None:
    subprocess.run([sys.executable, "-c", IMPORT], check=True)


def test_a_late_pattern_matches_as_the_pattern_does() -> None:
    late = LatePattern("^a(b+)$", re.IGNORECASE)
    match = late.match("ABB")
    assert match
    assert match[1] == "BB"
    assert late.search("c") is None
    assert late.pattern == "^a(b+)$"


def test_the_python_parser_still_reads_and_refuses() -> None:
    text = "when: 2026-11-28\ncount: 0x1F\nlist: [yes, 1.5, ~]\n"
    read = yaml.load(text, yaml.SafeLoader)
    assert str(read["when"]) == "2026-11-28"
    assert (read["count"], read["list"]) == (31, [True, 1.5, None])
    with pytest.raises(yaml.reader.ReaderError):
        yaml.load("a: \x01", yaml.SafeLoader)
