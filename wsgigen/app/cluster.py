"""A cluster's file -> its CIB."""

from pathlib import Path

from wsgigen.pacemaker.cib.model import Cib


def load_cluster(path: Path | None) -> Cib | None:
    """Return the CIB at *path*, if one is named. Raises UserError for one that cannot be used."""
    if path is None:
        return None
    from wsgigen.pacemaker.cib.load import load_cib  # noqa: PLC0415 - most calls name no cluster

    return load_cib(path)
