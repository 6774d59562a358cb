"""A root on which packages come and go, and what they ask of a systemd that is not there."""

from collections.abc import Mapping
from pathlib import Path

from tests.live.root import Root

#: Enables and disables as systemctl does without a systemd, and writes down the rest. Every unit runs; a reload can fail.
_SYSTEMCTL = """\
#!/bin/sh
echo "$*" >>/calls
case " $* " in
*" preset "* | *" disable "* | *" is-enabled "*)
    for word; do [ "$word" = --now ] || set -- "$@" "$word"; shift; done
    exec /usr/bin/systemctl --root=/ "$@" ;;
*" try-reload-or-restart "*) [ ! -e /reload-fails ] ;;
esac
"""


class Host:
    """A root with a systemctl that writes down what it is asked."""

    def __init__(self, root: Root) -> None:
        self.root = root.over({"/usr/sbin/systemctl": ("0755", _SYSTEMCTL)})

    def run(self, steps: list[str], **packages: Mapping[str, Path]) -> list[str]:
        """Run *steps*, shell lines that find the files of *packages* at /NAME/: what each said, and what it asked of systemctl."""
        binds = {f"/{name}": next(iter(made.values())).parent for name, made in packages.items()}
        lines = [f"{step}; status=$?; echo; cat /calls; : >/calls; exit $status" for step in steps]
        begin = "mkdir -p /run/systemd/system; : >/calls"
        found = Root(self.root.trees, {**self.root.binds, **binds}).run(
            ("sh", "-c", line) for line in (begin, *lines)
        )
        for one in found:
            assert one.status == 0, one
        return [one.output for one in found[1:]]


def asked(output: str) -> list[str]:
    """Return the requests to systemd that touch running units."""
    words = ("restart", "reload-or-restart", "stop", "start", "--now")
    lines = [line for line in output.splitlines() if line and not line.startswith(" ")]
    return [
        line
        for line in lines
        if any(word in line.split() or f"try-{word}" in line.split() for word in words)
    ]
