"""Two httpds write one log, and rotatelogs truncates it.

What it checks
    In the configuration of every instance whose reload is a handover, no log is piped into a
    rotatelogs with the option -n, -t or -T.

Why it matters
    During a handover two httpds run, each with a rotatelogs of its own that writes the same files.
    Without these options both append, and every line is kept. With -n, a circle of files, each
    truncates a file when its turn comes, with what the other has written: 1,111 of 3,742 lines
    were left after six handovers. -t and -T truncate at each rotation, too.

Instead
    Let rotatelogs make new names by the time, as wsgigen does
    (`rotatelogs -L access.log access.log.%Y%m%d 86400`), and remove old files by tmpfiles.d or a
    timer.

Source
    httpd, docs/manual/programs/rotatelogs.html: -n, -t, -T
    Measured on Debian 13 with apache2 2.4.71, and tests/live/test_host_rules.py: -n
"""

import shlex
from collections.abc import Iterator
from getopt import GetoptError, getopt
from pathlib import PurePosixPath

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.view import ClusterView

_DIRECTIVES = ("errorlog", "customlog", "transferlog", "globallog", "forensiclog")
#: What rotatelogs calls getopt with. Source: httpd, support/rotatelogs.c
_OPTIONS = "lL:p:fDtTvecn:"
_SEVERITY = {"-n": Severity.CONFLICT, "-t": Severity.RISK, "-T": Severity.RISK}


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each log that rotatelogs truncates."""
    for host in view.on_host:
        if not host.may_hand_over:
            continue
        yield from not_read(host.configuration_gaps)
        for directive in host.configuration.named(*_DIRECTIVES):
            truncating = [*_truncating("".join(directive.words[:1]))]
            if truncating:
                yield Finding(
                    f"{host.instance.unit}: `{directive.text}`: {' and '.join(truncating)} of"
                    " rotatelogs truncates what the other httpd writes during a reload",
                    f"write it without {' and '.join(truncating)}, and files that are named by the"
                    " time: `rotatelogs access.log.%Y%m%d 86400`",
                    directive.at,
                    host.services,
                    max(_SEVERITY[option] for option in truncating),
                )


def _truncating(log: str) -> Iterator[str]:
    """Yield the options by which the command of a piped *log* truncates files."""
    if not log.startswith("|"):
        return
    command = log.lstrip("|$ ")
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    for number, word in enumerate(words):
        if PurePosixPath(word).name in ("rotatelogs", "rotatelogs2"):
            try:
                options, _ = getopt(words[number + 1 :], _OPTIONS)
            except GetoptError:
                options = []  # rotatelogs does not start with these
            yield from dict.fromkeys(option for option, _ in options if option in _SEVERITY)
            return


RULE = Rule(
    "rotatelogs-truncates",
    __doc__,
    Severity.CONFLICT,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
