"""One file of the target host."""

from pathlib import PurePosixPath

from wsgigen.record import record


@record
class Artifact:
    """One file of the target host, or one symbolic link if `link` is given.

    `instance` names the instance that needs it; "" for the runtime, which depends on the platform
    alone, so that all profiles of a host share it. `on_change` is the verb of systemctl and the
    unit that put a change of it to use; "" for a file that is read each time.
    """

    path: PurePosixPath
    content: str = ""
    mode: int = 0o644
    link: str = ""
    instance: str = ""
    on_change: str = ""
