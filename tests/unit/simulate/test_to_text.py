import json
from textwrap import dedent

import pytest

from wsgigen.simulate.to_json import to_json
from wsgigen.simulate.to_text import lines, rows, summary, summary_lines

from .recorded import CASES, asked


@pytest.mark.parametrize("name", CASES)
def test_every_line_fits_eighty_columns_and_json_holds_it(name):
    transcript = asked(name)
    assert max(map(len, (*lines(transcript), *summary_lines(transcript)))) < 80
    said = json.loads(json.dumps(to_json(transcript)))
    assert (said["verdict"], said["summary"]) == (transcript.verdict, summary(transcript))
    assert len(said["rounds"]) == len(transcript.rounds)


def test_the_outage_and_the_lie():
    transcript = asked("stop-alias")
    assert "\n".join(lines(transcript)) + "\n" == dedent(
        """\
        question     stop keystone (target-role=Stopped)
        scheduler    Pacemaker 2.1.5, crm_simulate

        round 1      the question
          Pacemaker  stop keystone on ctl1, ctl2
          unit       apache2.service stops on ctl1, ctl2
          cut off    keystone, nova-api on ctl1, ctl2
          believed   nova-api on ctl1, ctl2: running, but really stopped

        round 2      monitors find nova-api not running on ctl1, ctl2
          Pacemaker  recover nova-api on ctl1, ctl2
          unit       apache2.service starts on ctl1, ctl2
          believed   keystone on ctl1, ctl2: stopped, but really running
        """
    )
    assert list(rows(transcript)) == [
        ("keystone", "ctl1, ctl2", "stopped", "running"),
        ("nova-api", "ctl1, ctl2", "running", "running"),
    ]
    assert summary(transcript) == "part: at the end Pacemaker is wrong about keystone on ctl1, ctl2"


def test_where_a_resource_goes_and_what_is_never_done():
    assert "  Pacemaker  move heat-api from ctl1 to ctl2" in list(lines(asked("add-alias")))
    assert "  never done start httpd, neutron on ctl2, ctl1" in list(lines(asked("circle")))
