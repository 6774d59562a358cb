"""Unit files are read as systemd reads them: systemd.unit(5), systemd.syntax(7)."""

from pathlib import Path

import pytest

from wsgigen.discover.unit_file import parse
from wsgigen.discover.units import Unit, UnitReader
from wsgigen.errors import Location
from wsgigen.files.below import FilesBelow


def assignments(content: bytes) -> list[tuple[str, str, int, int]]:
    return [(one.name, one.value, one.at.line, one.at.column) for one in parse("a.conf", content)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"[Service]\nA=1\n B = 2 \n", [("Service.A", "1", 2, 1), ("Service.B", "2", 3, 2)]),
        (b"A=1\n[Unit]\nA=2", [("Unit.A", "2", 3, 1)]),
        (b"[Service]\n#A=1\n;A=2\n  # A=3\nA=4 # 5", [("Service.A", "4 # 5", 5, 1)]),
        (
            b"[Service]\nA=x \\\n# no\n y \\\\\nB=1",
            [("Service.A", "x   y \\\\", 2, 1), ("Service.B", "1", 5, 1)],
        ),
        (b"[Service]\nA=\\\n", [("Service.A", "", 2, 1)]),
        (b"[Service]\nA=x\\", [("Service.A", "x", 2, 1)]),
        (b"[Service]\r\nA=1\r\n", [("Service.A", "1", 2, 1)]),
        (
            b"[Service\nA=1\n[X-Mine]\nA=2\n[Service]\nno sign\nA=",
            [("X-Mine.A", "2", 4, 1), ("Service.A", "", 7, 1)],
        ),
        (b"[Service]\nA=\xff\nB=\xc3\xa4", [("Service.B", "ä", 3, 1)]),
        (b"\x00\x01\x7fELF\n\n", []),
        (b"", []),
    ],
)
def test_lines_of_a_file(content, found):
    assert assignments(content) == found


def test_a_line_is_quoted_as_it_is_but_not_without_end():
    (first,) = parse("a.conf", b"[S]\n  A  =  1  # \n")
    assert (first.text, first.at) == ("A  =  1  #", Location("a.conf", 2, 3))
    (long,) = parse("a.conf", b"[S]\nA=" + b"x" * 10_000)
    assert long.text == "A=" + "x" * 118 + "..."


def write(root: Path, path: str, content: str = "") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "usr/lib/systemd/system/wsgi-a-b.service", "[Service]\nA=own\n")
    return tmp_path


def unit(root: Path) -> Unit:
    return UnitReader(FilesBelow(root)).unit("wsgi-a-b.service")


def test_a_unit_in_etc_hides_those_of_packages(root):
    assert unit(root).files == ("/usr/lib/systemd/system/wsgi-a-b.service",)
    write(root, "etc/systemd/system/wsgi-a-b.service", "[Service]\nA=mine\n")
    found = unit(root)
    assert found.files == ("/etc/systemd/system/wsgi-a-b.service",)
    assert [one.value for one in found.assignments] == ["mine"]


def test_drop_ins_are_sorted_by_their_names_wherever_they_are(root):
    for directory, number in (
        ("usr/lib/systemd/system/wsgi-a-b.service.d", 3),
        ("run/systemd/system/wsgi-.service.d", 1),
        ("etc/systemd/system/service.d", 4),
        ("etc/systemd/system.control/wsgi-a-.service.d", 2),
        ("etc/systemd/system/wsgi-b.service.d", 0),
        ("etc/systemd/system/apache2.service.d", 0),
    ):
        write(root, f"{directory}/{number}.conf", f"[Service]\nA={number}\n")
    assert [one.value for one in unit(root).assignments] == ["own", "1", "2", "3", "4"]
    last = unit(root).last("Service.A")
    assert last
    assert last.at == Location(f"{root}/etc/systemd/system/service.d/4.conf", 2, 1)


def test_of_drop_ins_with_one_name_the_first_directory_counts(root):
    for directory in (
        "usr/lib/systemd/system/wsgi-a-b",
        "etc/systemd/system/wsgi-",
        "etc/systemd/system/",
    ):
        write(
            root,
            f"{directory}.service.d/1.conf".replace("/.service", "/service"),
            f"[Service]\nA={directory}\n",
        )
    assert [one.value for one in unit(root).assignments] == ["own", "etc/systemd/system/wsgi-"]


def test_an_empty_file_or_a_link_to_dev_null_masks_a_drop_in(root):
    for number in (1, 2):
        write(root, f"usr/lib/systemd/system/wsgi-a-b.service.d/{number}.conf", "[Service]\nA=x\n")
    write(root, "etc/systemd/system/wsgi-a-b.service.d/1.conf")
    (root / "etc/systemd/system/wsgi-a-b.service.d/2.conf").symlink_to("/dev/null")
    assert [one.value for one in unit(root).assignments] == ["own"]
    assert unit(root).gaps == ()


def test_a_unit_that_is_masked_is_a_gap(root):
    write(root, "etc/systemd/system/x")
    (root / "etc/systemd/system/wsgi-a-b.service").symlink_to("/dev/null")
    (gap,) = unit(root).gaps
    assert gap.about == f"{root}/etc/systemd/system/wsgi-a-b.service"


def test_what_cannot_be_read_is_a_gap_and_a_directory_is_passed_over(root):
    directory = root / "etc/systemd/system/wsgi-a-b.service.d"
    (directory / "1.conf").mkdir(parents=True)
    (directory / "2.conf").symlink_to("2.conf")
    (directory / "3.conf").symlink_to("/nowhere")
    (directory / ".4.conf").write_text("[Service]\nA=hidden\n")
    (directory / "5.conf~").write_text("[Service]\nA=backup\n")
    assert [one.value for one in unit(root).assignments] == ["own"]
    (gap,) = unit(root).gaps
    assert gap.about == str(directory / "2.conf")


def test_lists_are_reset_by_an_empty_value_and_ignored_values_are_skipped(root):
    write(
        root,
        "etc/systemd/system/wsgi-a-b.service.d/1.conf",
        "[Service]\nE=1\nE=\nE=2\nE=3\nN=4\nN=x\n[Unit]\nN=5\n",
    )
    found = unit(root)
    assert [one.value for one in found.every("Service.E")] == ["2", "3"]
    assert [
        value
        for _, value in found.parsed(
            lambda text: int(text) if text.isdigit() else None, "Service.N"
        )
    ] == [4]
    assert found.last("Service.M") is None


def test_3000_drop_ins_are_read_and_30000_are_not(root):
    directory = root / "etc/systemd/system/wsgi-a-b.service.d"
    directory.mkdir(parents=True)
    for number in range(3000):
        (directory / f"{number}.conf").write_text("[Service]\nA=1\n")
    assert len(unit(root).assignments) == 3001
    for number in range(3000, 5001):
        (directory / f"{number}.conf").touch()
    (gap,) = unit(root).gaps
    assert gap.about == "wsgi-a-b.service: 5001 drop-ins"


def test_lines_without_end_are_not_read(root):
    write(root, "etc/systemd/system/service.d/1.conf", "[Service]\n" + "A=1\n" * 60_000)
    found = unit(root)
    assert len(found.assignments) == 50_002
    assert [gap.about for gap in found.gaps] == [f"{root}/etc/systemd/system/service.d/1.conf"]
