"""httpd's configuration is read as httpd reads it, within bounds."""

from pathlib import Path

import pytest

from wsgigen.discover.httpd import Configuration, load_configuration
from wsgigen.files.below import FilesBelow


def write(root: Path, path: str, content: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


def load(root: Path, content: str = "") -> Configuration:
    if content:
        write(root, "etc/main.conf", content)
    return load_configuration(
        FilesBelow(root), "/etc/main.conf", "/etc/httpd", frozenset({"a", "b"})
    )


def values(found: Configuration, name: str = "a") -> list[str]:
    return [" ".join(directive.words) for directive in found.named(name)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a one two", ["one", "two"]),
        ('A "one two"  three', ["one two", "three"]),
        ('a \'it\\\'s\' "a \\"b\\" \\\\ \\n"', ["it's", 'a "b" \\ \\n']),
        ('a x="1 2"', ['x="1', '2"']),
        ('a "open', ["open"]),
        ("  a\tone\\\n  two", ["one", "two"]),
        ("a on\\\ne", ["one"]),
        ("a one \\", ["one"]),
        ("a", []),
    ],
)
def test_words_of_a_directive(root, line, words):
    (found,) = load(root, line).named("a")
    assert list(found.words) == words


def test_comments_and_their_continuations_are_passed_over(root):
    assert values(load(root, "# a 1 \\\na 2\n  #a 3\na 4 # 5\r\na 6")) == ["4 # 5", "6"]


def test_places_and_sections(root):
    write(root, "etc/in.conf", "a in\n</VirtualHost>\na still\n")
    found = load(
        root,
        "a 1\n<IfModule x>\n  a 2\n</IfModule>\n<VirtualHost *:80>\na 3\n<Directory />\n"
        "include /etc/in.conf\n</directory>\n</VIRTUALHOST>\na 4\n<virtualhost *:81>\na 5\n</VirtualHost>\n",
    )
    places = [
        (one.words[0], one.sections, one.vhost, one.at.line, one.at.column)
        for one in found.named("a")
    ]
    inside = ("virtualhost", "directory")
    assert places == [
        ("1", (), 0, 1, 1),
        ("2", (), 0, 3, 3),
        ("3", ("virtualhost",), 1, 6, 1),
        ("in", inside, 1, 1, 1),
        ("still", inside, 1, 3, 1),
        ("4", (), 0, 11, 1),
        ("5", ("virtualhost",), 2, 13, 1),
    ]
    last = found.last_of_server("a")
    assert last
    assert last.words == ("4",)
    assert found.last_of_server("b") is None


@pytest.mark.parametrize(
    ("include", "found"),
    [
        ("Include /etc/httpd/conf.d/b.conf", ["b"]),
        ("Include conf.d/b.conf", ["b"]),
        ("IncludeOptional conf.d/*.conf", ["B", "b"]),
        ("includeoptional 'conf.d/[!B].conf'", ["b"]),
        ("Include con?.d/b.*", ["b"]),
        ("Include /etc/httpd/conf.d", ["hidden", "B", "b", "c", "deep"]),
        ("Include */sub/*", ["deep"]),
        ("Define D conf.d\nInclude ${D}/b.conf", ["b"]),
        ("ServerRoot /etc/httpd/conf.d\nInclude c.txt", ["c"]),
        ("IncludeOptional conf.d/none.conf", []),
        ("IncludeOptional none/*", []),
        ("Include", []),
    ],
)
def test_what_an_include_means(root, include, found):
    for name, value in (
        ("b.conf", "b"),
        ("B.conf", "B"),
        ("c.txt", "c"),
        (".h.conf", "hidden"),
        ("sub/d", "deep"),
    ):
        write(root, f"etc/httpd/conf.d/{name}", f"a {value}\n")
    read = load(root, f"{include}\n")
    assert values(read) == found
    assert read.gaps == ()


def gaps(found: Configuration, root: Path) -> list[tuple[str, str]]:
    return [(gap.about.removeprefix(str(root)), gap.needs.partition(" (")[0]) for gap in found.gaps]


def test_a_file_that_is_missing_is_a_gap(root):
    assert gaps(load(root), root) == [("/etc/main.conf", "this file, which is not there")]
    found = load(root, "Include gone.conf\na 1\n")
    assert values(found) == ["1"]
    assert gaps(found, root) == [("/etc/httpd/gone.conf", "this file, which is not there")]


def test_a_file_that_includes_itself_is_a_gap(root):
    write(root, "etc/b.conf", "a b\nInclude /etc/main.conf\nInclude /etc/b.conf\n")
    found = load(root, "Include /etc/b.conf\na 1\n")
    assert values(found) == ["b", "1"]
    assert gaps(found, root) == [
        ("/etc/main.conf", "a file that does not include itself"),
        ("/etc/b.conf", "a file that does not include itself"),
    ]


def test_files_that_include_each_other_too_deep_end_the_reading(root):
    for number in range(30):
        write(root, f"etc/{number}.conf", f"a {number}\nInclude /etc/{number + 1}.conf\n")
    found = load(root, "Include /etc/0.conf\na after\n")
    assert values(found) == [str(number) for number in range(20)]
    assert gaps(found, root) == [("/etc/19.conf", "no more than 20 files that include each other")]


def test_files_that_multiply_end_the_reading(root):
    for number in range(19):
        twice = f"Include /etc/{number + 1}.conf\n" * 2
        write(root, f"etc/{number}.conf", twice)
    write(root, "etc/19.conf", "x 1\n")
    found = load(root, "Include /etc/0.conf\n")
    assert gaps(found, root)[0][1].startswith("a configuration of at most 20000 files")


def test_names_that_are_compared_are_counted(root):
    for number in range(400):
        write(root, f"etc/httpd/d/{number}", "")
    found = load(root, "IncludeOptional d/*x\n" * 300)
    assert gaps(found, root) == [
        ("/etc/httpd/d", "patterns that at most 50000 names are compared with")
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a\n" * 60_000,
        "Define v0 xxxxxxxxxxxxxxxx\n"
        + "".join(f"Define v{one + 1} ${{v{one}}}${{v{one}}}\n" for one in range(40))
        + "a ${v40}\n" * 2_000,
    ],
    ids=["lines", "variables"],
)
def test_what_is_too_much_ends_the_reading(root, content):
    found = load(root, content)
    assert len(found.directives) <= 5_001
    assert [about for about, _ in gaps(found, root)] == ["/etc/main.conf"]


def test_what_was_not_kept_cannot_be_asked_for(root):
    found = load(root, "a 1\nc 2\n")
    assert [directive.name for directive in found.directives] == ["a"]
    with pytest.raises(KeyError, match="c"):
        found.named("a", "c")


def test_a_path_that_no_file_can_have_is_a_gap(root):
    found = load(root, "Include a\0b\nInclude " + "x" * 5_000 + "\nIncludeOptional */\0\na 1\n")
    assert values(found) == ["1"]
    assert len(found.gaps) == 2


def test_binary_and_what_cannot_be_read(root):
    write(root, "etc/httpd/elf", b'\x7fELF\0\xff\n<\n</\n>\n"\n\\\n')
    (root / "etc/httpd/loop").symlink_to("loop")
    (root / "etc/httpd/d").mkdir()
    (root / "etc/httpd/d/up").symlink_to("..")
    found = load(root, "Include elf\nInclude loop\na 1\nInclude d\n")
    assert values(found) == ["1"]
    loops = [about for about, _ in gaps(found, root)]
    assert loops[0] == "/etc/httpd/loop"
    assert len(loops) < 100
