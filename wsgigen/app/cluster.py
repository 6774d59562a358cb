"""A cluster's file -> its CIB."""

from pathlib import Path

from wsgigen.pacemaker.cib.load import load
from wsgigen.pacemaker.cib.model import Cib


def load_cluster(path: Path | None) -> Cib | None:
    """Return the CIB at *path*, if one is named. Raises UserError for one that cannot be used."""
    return load(path) if path else None
