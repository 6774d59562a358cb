"""JSON Schemas, for editors and for CI."""

from typing import Any

from wsgigen.app.names import completions
from wsgigen.check import schema as report
from wsgigen.profile import schema as profile


def profile_schema() -> dict[str, Any]:
    """Return the schema of a profile, with the names that the catalogues know."""
    return profile.schema(completions())


def report_schema() -> dict[str, Any]:
    """Return the schema of what `wsgigen check --format json` prints."""
    return report.schema()
