"""Holds the result of a verification, and runs the programs that verify."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

OK, FAILED, NOT_RUN, NOT_LOOKED_AT = "ok", "failed", "not run", "not looked at"


@dataclass(frozen=True)
class Verification:
    """The result of verifying one file, or the paths of one service."""

    name: str  #: how it was verified and what, such as `httpd -t: keystone`
    result: str  #: OK, FAILED, NOT_RUN or NOT_LOOKED_AT
    reason: str = ""  #: what the program printed, or what it would have needed


def run_program(
    *command: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run *command* in the root directory, and return what it printed."""
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=env)
