from xml.etree.ElementTree import fromstring

from tests.unit.given import written
from wsgigen.pacemaker.cib.document import read_document
from wsgigen.pacemaker.cib.to_xml import to_xml

CONFIGURATION = (
    '<configuration><resources><primitive id="a&amp;b"><instance_attributes id="i">'
    '<nvpair id="p" name="password" value="correct-horse"/>'
    '<nvpair id="u" name="user" value="\'&lt;&#228;"/>'
    "</instance_attributes></primitive></resources></configuration>"
)


def test_everything_but_secrets(tmp_path):
    given = f'<x><cib epoch="7">{CONFIGURATION}<status/></cib></x>'
    made = to_xml(read_document(written(tmp_path, given)))
    assert b"correct-horse" not in made
    before, after = fromstring(given).find("cib"), fromstring(made)
    assert [one.tag for one in after.iter()] == [one.tag for one in before.iter()]
    assert [one.attrib for one in after.iter() if one.get("name") != "password"] == [
        one.attrib for one in before.iter() if one.get("name") != "password"
    ]


def test_a_bare_configuration_gets_a_cib(tmp_path):
    top = fromstring(to_xml(read_document(written(tmp_path, CONFIGURATION))))
    assert (top.tag, top.get("validate-with"), top[0].tag) == ("cib", "none", "configuration")
