"""A profile, what options replace in it, and where its tree is: one value for all commands."""

from collections.abc import Mapping
from pathlib import Path

from wsgigen.record import record


@record
class BuildTarget:
    """One profile, what options replace in it, and the root of its tree."""

    profile: Path
    layout: str | None = None  #: None: as the profile says
    platform: str | None = None  #: None: as the profile says
    root: Path | None = None  #: None: build/PROFILE
    force: bool = False
    keep_running: bool = False

    @property
    def tree(self) -> Path:
        """Return the root that the tree is built into."""
        return self.root or Path("build") / self.profile.stem

    @property
    def replaced(self) -> Mapping[str, str]:
        """Return the keys of the profile that options replace, with their words."""
        words = {"layout": self.layout, "platform": self.platform}
        return {key: word for key, word in words.items() if word is not None}
