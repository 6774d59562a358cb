import bz2
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.given import written
from tests.unit.pacemaker.cib.cibs import NAMES, SHAPES
from wsgigen.errors import UserError
from wsgigen.pacemaker.cib.document import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, read_document
from wsgigen.pacemaker.cib.elements import walk
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.secrets import HIDDEN

CIB = b'<cib crm_feature_set="3.16.1"><configuration><resources/></configuration></cib>'
#: With no time in it: the ids of tests must be the same in every process.
PACKED = gzip.compress(CIB, mtime=0)


def refused(path: Path) -> str:
    with pytest.raises(UserError) as error:
        load_cib(path)
    (problem,) = error.value.problems
    assert problem.fix
    assert problem.location.file == str(path)
    return f"{problem.location.line}:{problem.location.column}: {problem.message}"


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        bz2.compress,
        lambda text: gzip.compress(text[:99], mtime=0) + gzip.compress(text[99:]),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_packed_cib_is_the_same_whatever_its_name(tmp_path, name, pack):
    path = SHAPES / f"{name}.xml"
    packed = read_document(written(tmp_path, pack(path.read_bytes()), "cib.xml"))
    assert [(one.name, one.attributes, one.line, one.column) for one in walk([packed.root])] == [
        (one.name, one.attributes, one.line, one.column) for one in walk([read_document(path).root])
    ]


@pytest.mark.parametrize(
    "text",
    [
        CIB,
        b'<?xml version="1.0" encoding="utf-8"?>\n<!-- saved -->\n' + CIB,
        b"\xef\xbb\xbf" + CIB,
        b'<pacemaker-result api-version="2.30">' + CIB + b'<status code="0"/></pacemaker-result>',
        b"<configuration><resources/></configuration>",
        CIB.decode().encode("utf-16"),
    ],
)
def test_a_cib_is_found_where_tools_put_it(tmp_path, text):
    assert load_cib(written(tmp_path, text, "cib.xml")).primitives == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "1:1: is not XML: no element found"),
        (b"# a profile\nlayout: single\n", "1:2: is not XML: not well-formed (invalid token)"),
        (b"<cib>\n  <configuration>\n", "3:1: is not XML: no element found"),
        (b"<cib>\n <a></b></cib>", "2:7: is not XML: mismatched tag"),
        (b'<cib>\n<a b="\xff"/></cib>', "2:7: is not XML: not well-formed (invalid token)"),
        (
            b'<?xml version="1.0" encoding="latin-1"?><cib a="\xe9\xe8"/>',
            "1:49: is not XML: not well-formed (invalid token)",
        ),
        (b'<?xml version="1.0" encoding="idna"?>' + CIB[:-1], "1:111: is not XML: unclosed token"),
        (b"<cib/><cib/>", "1:7: is not XML: junk after document element"),
        (b"<cib>&pw;</cib>", "1:6: is not XML: undefined entity"),
        (bytes(range(256)), "1:1: is not XML: not well-formed (invalid token)"),
        (b"\x7fELF" + bytes(2000), "1:1: is not XML: not well-formed (invalid token)"),
        (b"<resources><primitive/></resources>", "1:1: is not a CIB: its root is <resources>"),
        (b'\n<crm_mon version="2.1"/>', "2:1: is not a CIB: its root is <crm_mon>"),
        (b"<html><body/></html>", "1:1: is not a CIB: its root is <html>"),
        (PACKED[:-9], "0:0: cannot be unpacked: it ends in the middle"),
        (bz2.compress(CIB)[:-9], "0:0: cannot be unpacked: it ends in the middle"),
        (PACKED[:20] + b"!!!!" + PACKED[24:], None),
        (b"\x1f\x8b\x08", "0:0: cannot be unpacked: it ends in the middle"),
        (b"BZh9nothing", "0:0: cannot be unpacked: Invalid data stream"),
    ],
)
def test_what_is_no_cib_is_refused_where_it_stops_being_one(tmp_path, text, message):
    said = refused(written(tmp_path, text, "cib.xml"))
    assert said == message if message else "cannot be unpacked" in said


def test_what_cannot_be_opened_is_refused(tmp_path):
    assert refused(tmp_path / "gone.xml") == "0:0: cannot be read: No such file or directory"
    assert refused(tmp_path) == "0:0: cannot be read: Is a directory"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE cib [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE cib [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE cib [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd">%a;]>',
        '<!DOCTYPE cib SYSTEM "http://192.0.2.1/cib.dtd">',
        "<!DOCTYPE cib>",
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded_or_fetched(tmp_path, declared):
    started = time.monotonic()
    assert refused(written(tmp_path, f"\n{declared}<cib>&b;</cib>", "cib.xml")).startswith("2:")
    assert time.monotonic() - started < 1


def test_nesting_ends_at_a_bound(tmp_path):
    inside = MAX_DEPTH - 1
    load_cib(written(tmp_path, "<cib>" + "<a>" * inside + "</a>" * inside + "</cib>", "cib.xml"))
    deeper = written(
        tmp_path, "<cib>" + "\n<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH + "</cib>", "cib.xml"
    )
    assert refused(deeper) == f"{MAX_DEPTH + 1}:1: nests deeper than {MAX_DEPTH} levels"


#: What makes a file, packed or not, and what is said of it.
HUGE = {
    "plain": (
        "path.write_bytes(b'<cib>' + b' ' * 100 * 2**20)",
        f"holds more than {MAX_BYTES} bytes",
    ),
    "gzip": (
        "import gzip\nwith gzip.open(path, 'wb', 1) as stream:\n stream.write(b'<cib>')\n"
        " for _ in range(1024): stream.write(b' ' * 2**20)",
        f"holds more than {MAX_BYTES} bytes",
    ),
    "bzip2": (
        "import bz2\nwith bz2.open(path, 'wb', 1) as stream:\n stream.write(b'<cib>')\n"
        " for _ in range(100): stream.write(b' ' * 2**20)",
        f"holds more than {MAX_BYTES} bytes",
    ),
    "elements": (
        f"path.write_bytes(b'<cib>' + b'<a/>' * ({MAX_ELEMENTS} + 1))",
        f"has more than {MAX_ELEMENTS} elements",
    ),
    "attributes": (
        "path.write_bytes(b'<cib' + b''.join(b' a%d=\"\"' % n for n in range(5 * 10**6)) + b'/>')",
        "has a tag or comment of more than 1048576 bytes",
    ),
    "value": (
        "path.write_bytes(b'<cib a=\"' + b'a' * 60 * 2**20 + b'\"/>')",
        "has a tag or comment of more than 1048576 bytes",
    ),
    "comment": (
        "path.write_bytes(b'<cib><!--' + b'a' * 60 * 2**20 + b'--></cib>')",
        "has a tag or comment of more than 1048576 bytes",
    ),
}

_READ = """
import json, resource, sys
from pathlib import Path
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.errors import UserError
resource.setrlimit(resource.RLIMIT_AS, (768 * 2**20, 768 * 2**20))
try:
    load_cib(Path(sys.argv[1]))
    said = ""
except UserError as error:
    said = error.problems[0].message
print(json.dumps([said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


@pytest.mark.parametrize("kind", HUGE)
@pytest.mark.slow
def test_what_is_huge_is_refused_in_little_memory(tmp_path, kind):
    make, message = HUGE[kind]
    path = tmp_path / "cib.xml"
    subprocess.run(
        [sys.executable, "-c", f"from pathlib import Path\npath = Path({str(path)!r})\n{make}"],
        check=True,
    )
    process = subprocess.run(
        [sys.executable, "-c", _READ, path], capture_output=True, text=True, check=True, timeout=60
    )
    said, mebibytes = json.loads(process.stdout)
    assert said == message
    assert mebibytes < 512


def test_no_value_of_a_secret_is_kept(tmp_path):
    text = """<cib><configuration><crm_config/><resources>
        <primitive id="fence" class="stonith" type="fence_ipmilan">
        <instance_attributes id="i"><nvpair id="1" name="passwd" value="hunter2"/>
        <nvpair id="2" name="os_auth_token" value="hunter2"/>
        <nvpair id="3" name="community" value="hunter2"/>
        <nvpair id="4" name="statusurl" value="http://admin:hunter2@127.0.0.1/"/>
        <nvpair id="5" name="ssh_key" value="hunter2"/><nvpair id="6" name="ip" value="192.0.2.1"/>
        </instance_attributes>
        </primitive></resources></configuration>
        <status><node_state id="1" uname="n" passwd="hunter2"/></status></cib>"""
    path = written(tmp_path, text, "cib.xml")
    assert "hunter2" not in repr(read_document(path))
    assert load_cib(path).primitives["fence"].parameters == {
        "passwd": HIDDEN,
        "os_auth_token": HIDDEN,
        "community": HIDDEN,
        "statusurl": f"http://{HIDDEN}@127.0.0.1/",
        "ssh_key": HIDDEN,
        "ip": "192.0.2.1",
    }


def test_what_rules_look_at_is_no_secret(tmp_path):
    names = (
        "configfile",
        "statusurl",
        "testregex",
        "migration-threshold",
        "failure-timeout",
        "interleave",
        "promoted-max",
        "target-role",
    )
    pairs = "".join(f'<nvpair id="{name}" name="{name}" value="kept"/>' for name in names)
    text = (
        f'<configuration><rsc_defaults><meta_attributes id="m">{pairs}</meta_attributes>'
        f"</rsc_defaults></configuration>"
    )
    assert set(load_cib(written(tmp_path, text, "cib.xml")).resource_defaults.values()) == {"kept"}


def test_reading_opens_nothing_but_the_file(tmp_path):
    """As the kernel saw it: no socket, and no file but Python's own and the CIB."""
    path = written(tmp_path, '<!DOCTYPE cib SYSTEM "http://192.0.2.1/cib.dtd"><cib/>', "cib.xml")
    audit = """if True:
        import sys
        from pathlib import Path
        from wsgigen.pacemaker.cib.load import load_cib
        seen, watched = [], ("open", "socket", "urllib")
        def note(event, args):
            if event.split(".")[0] in watched:
                seen.append((event, str(args[0])))
        sys.addaudithook(note)
        try: load_cib(Path(sys.argv[1]))
        except Exception: pass
        print(seen)
    """
    process = subprocess.run(
        [sys.executable, "-c", audit, path], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == f"[('open', {str(path)!r})]"


def test_the_cibs_that_ship_with_the_tests_are_what_cibadmin_writes():
    assert all(Path(SHAPES / f"{name}.xml").read_bytes().startswith(b"<cib ") for name in NAMES)
