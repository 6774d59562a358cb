import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.tree.trees import MANIFEST, OLD, file, link
from wsgigen.errors import Problem, UserError
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import Manifest, artifact, below, fingerprint, found_hash, parents, read

_GOOD = {"format": 1, "profile": "p", "directories": ["/etc"], "files": {"/etc/a": ["644:0"]}}


def corrupt(tmp_path: Path, content: object) -> Problem:
    path = tmp_path / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(UserError) as error:
        build_tree(OLD, tmp_path, "p", force=True)
    (problem,) = error.value.problems
    assert problem.location.file == str(path)
    return problem


def test_none(tmp_path):
    assert read(tmp_path, "p") == read(tmp_path / "missing", "p") == Manifest("", {})


def test_what_is_written_is_read_again(tmp_path):
    manifest = Manifest(
        "p", {"/etc/b": ("644:1", "link:x"), "/etc/a": ("link:../größe",)}, ("/etc", "/etc/a")
    )
    path = tmp_path / MANIFEST
    path.parent.mkdir(parents=True)
    path.write_text(artifact(manifest).content)
    assert read(tmp_path, "p") == manifest


def test_its_text_does_not_depend_on_the_order(tmp_path):
    first, second = (
        Manifest("p", {"/a": ("x",), "/b": ("y",)}, ("/c", "/d")),
        Manifest("p", {"/b": ("y",), "/a": ("x",)}, ("/d", "/c")),
    )
    assert artifact(first) == artifact(second)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"12", b'"a"', b"\xff\xfe", b"{}", b"\0", b"[" * 100_000),
        *({**_GOOD, name: value} for name in _GOOD for value in (None, 7)),
        {**_GOOD, "format": 2},
        {**_GOOD, "format": "1"},
        {**_GOOD, "files": ["/etc/a"]},
        {**_GOOD, "files": {"/etc/a": None}},
        *(
            {**_GOOD, key: {name: ["644:0"]} if key == "files" else [name]}
            for key in ("files", "directories")
            for name in (
                "etc/a",
                "../a",
                "/../a",
                "/etc/../../a",
                "/",
                "//a",
                "/etc/",
                "/./a",
                "/a\nb",
                "/a\0",
                "/\ud800",
                "",
            )
        ),
    ],
    ids=lambda content: str(content)[:60],
)
def test_a_manifest_that_is_none_is_refused_even_with_force(tmp_path, content):
    problem = corrupt(tmp_path / "root", content)
    assert problem.message.startswith("is not a manifest of wsgigen: ")
    assert problem.fix.startswith("remove it")


def test_a_directory_in_its_place(tmp_path):
    (tmp_path / "root" / MANIFEST).mkdir(parents=True)
    with pytest.raises(UserError, match="is not a manifest of wsgigen"):
        read(tmp_path / "root", "p")


def test_a_manifest_cannot_reach_outside_the_root(tmp_path):
    victim = tmp_path / "victim"
    victim.mkdir()
    corrupt(tmp_path / "root", {**_GOOD, "directories": ["/../victim"]})
    assert victim.is_dir()


@given(
    content=st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=4), st.just("/etc/a")),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from([*_GOOD, "/a"]), inner, max_size=4),
        ),
    )
)
def test_any_json_is_a_manifest_or_an_error(tmp_path_factory, content):
    root = tmp_path_factory.getbasetemp() / "any"
    (root / MANIFEST).parent.mkdir(parents=True, exist_ok=True)
    (root / MANIFEST).write_text(json.dumps(content))
    try:
        assert isinstance(read(root, "p"), Manifest)
    except UserError as error:
        assert len(error.problems) == 1


@pytest.mark.parametrize(
    ("written", "hash_"),
    [
        pytest.param(file("/a", "x"), f"644:{hashlib.sha256(b'x').hexdigest()}", id="file"),
        pytest.param(
            file("/a", "ö", 0o755),
            f"755:{hashlib.sha256('ö'.encode()).hexdigest()}",
            id="executable, UTF-8",
        ),
        pytest.param(link("/a", "../b"), "link:../b", id="link"),
    ],
)
def test_hashes_of_an_artifact_and_of_the_disk_are_the_same(tmp_path, written, hash_):
    build_tree((written,), tmp_path / "root", "p")
    assert fingerprint(written) == found_hash(tmp_path / "root/a") == hash_


@pytest.mark.parametrize(
    ("make", "hash_"),
    [
        pytest.param(lambda path: None, "", id="nothing"),
        pytest.param(lambda path: path.mkdir(), "other", id="directory"),
        pytest.param(
            lambda path: path.symlink_to("nowhere"), "link:nowhere", id="link that leads nowhere"
        ),
        pytest.param(
            lambda path: (path.touch(), path.chmod(0o4711)),
            f"4711:{hashlib.sha256(b'').hexdigest()}",
            id="set-user-ID",
        ),
    ],
)
def test_found_hash(tmp_path, make, hash_):
    make(tmp_path / "a")
    assert found_hash(tmp_path / "a") == hash_


def test_below_a_file_there_is_nothing(tmp_path):
    (tmp_path / "a").touch()
    assert found_hash(tmp_path / "a/b") == ""


def test_below_and_parents(tmp_path):
    assert below(tmp_path, "/etc/a") == tmp_path / "etc/a"
    assert list(parents("/a/b/c")) == ["/a/b", "/a"]
    assert list(parents("/a")) == []
