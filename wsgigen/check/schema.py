"""The JSON Schema 2020-12 of a report in the format `json`."""

from typing import Any

from wsgigen.check.rule import Severity
from wsgigen.cluster.impact import ACTIONS
from wsgigen.migrate.manager import RecommendedManager

#: It grows when something is removed or changed: 2 has no `steps`, and the relations of a resource.
FORMAT_VERSION = 2
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_SEVERITIES = [severity.word for severity in sorted(Severity, reverse=True)]
_VERDICT = {
    "enum": ["conflict", "risk", "clean", "not checked", "not possible"],
    "description": "The verdict that follows from the worst unaccepted finding.",
}


def schema() -> dict[str, Any]:
    """Return the schema of what one call of `wsgigen check --format json` prints."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of wsgigen check",
        **_record(
            format={
                "const": FORMAT_VERSION,
                "description": "Format of this document; it grows when something is removed or"
                " changed.",
            },
            wsgigen={**_TEXT, "description": "Version of wsgigen."},
            status={"enum": [0, 1, 2], "description": "Exit status."},
            reports=_list(_REPORT, "A report on each file that could be used."),
            problems=_list(_PROBLEM, "Why the other files could not be used."),
        ),
    }


def _record(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], about: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": about}


def _or_null(value: dict[str, Any], about: str) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "null"}], "description": about}


def _seconds(about: str) -> dict[str, Any]:
    return {
        "type": ["number", "null"],
        "minimum": 0,
        "description": f"{about}, in seconds; null where it is not noticed.",
    }


_LOCATION = {
    "file": _or_null(_TEXT, "The profile or the CIB; null for what is in no file."),
    "line": _or_null({"type": "integer", "minimum": 1}, "Line, from 1; null for the whole file."),
    "column": _or_null({"type": "integer", "minimum": 1}, "Column in characters, from 1."),
}
_PROBLEM = _record(**_LOCATION, message=_TEXT, fix=_or_null(_TEXT, "The way out."))
_FINDING = _record(
    rule={**_TEXT, "description": "`wsgigen explain RULE` prints its page."},
    severity={
        "enum": _SEVERITIES,
        "description": "A conflict rests on a mechanism that was shown, a risk on less.",
    },
    **_LOCATION,
    message=_TEXT,
    fix={**_TEXT, "description": "The way out."},
    services={**_TEXTS, "description": "The services that it happens to."},
    accepted=_or_null(_TEXT, "The reason that the profile gives for living with it."),
    question=_or_null(
        _record(action=_TEXT, name=_TEXT),
        "What Pacemaker's scheduler can be asked to show that it is so.",
    ),
    proof=_or_null(_TEXT, "What Pacemaker's scheduler answered; null where it was not asked."),
)
_IMPACT = _record(
    units=_TEXTS,
    processes={**_COUNT, "description": "Processes of one node."},
    memory={**_COUNT, "description": "Bytes that one node uses at least."},
    ports={"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 65535}},
    reaches=_list(
        _record(action={"enum": list(ACTIONS)}, service=_TEXT, loses=_TEXTS),
        "The services that lose requests when the action hits a service.",
    ),
    recoveries=_list(
        _record(
            what=_TEXT,
            by=_TEXT,
            mean=_seconds("On average"),
            worst=_seconds("At worst"),
            formula=_TEXT,
        ),
        "The time until a failure is noticed.",
    ),
)
_RESULT = _record(
    layout=_or_null(_TEXT, "Name of the layout; null for a cluster as it is."),
    verdict=_VERDICT,
    counts={
        **_record(**dict.fromkeys(_SEVERITIES, _COUNT)),
        "description": "Numbers of findings that the profile does not accept.",
    },
    affected={**_TEXTS, "description": "The services that conflicts and risks happen to."},
    findings=_list(_FINDING, "Findings, the worst first."),
    not_checked=_list(
        _record(
            rule=_TEXT, about=_or_null(_TEXT, "Null for all that the rule looks at."), needs=_TEXT
        ),
        "What was not checked, and why.",
    ),
    not_possible=_list(_PROBLEM, "Why the profile cannot have this layout."),
    stakes=_or_null(_IMPACT, "The costs of this layout; null where there is no plan."),
)
_RECOMMENDATION = _record(
    resource=_TEXT,
    agent=_TEXT,
    keeper={
        "enum": [*map(str, RecommendedManager)],
        "description": "Who should manage it. `nobody`: it only keeps others in order;"
        " `unknown`: nothing here tells.",
    },
    why=_TEXT,
    **_LOCATION,
    services=_TEXTS,
    may_leave={
        "type": "boolean",
        "description": "Whether nothing here says that it must be in the cluster.",
    },
    units={**_TEXTS, "description": "The units that it controls now, and that stop with it."},
    systemd_units={**_TEXTS, "description": "The units that systemd starts instead."},
    together={
        **_TEXTS,
        "description": "Other resources that control one of its units: they stop with it.",
    },
    companions={
        **_TEXTS,
        "description": "Other members of its group: they start, stop and move with it.",
    },
    constraints={**_TEXTS, "description": "Ids of the constraints that name it."},
    bound={**_TEXTS, "description": "Other resources that those constraints name."},
    unmanaged=_or_null(_TEXT, "Why Pacemaker neither starts nor stops it; null where it does."),
)
_REPORT = _record(
    name={**_TEXT, "description": "The file that was checked."},
    cib=_or_null(_TEXT, "The CIB that the file was checked with."),
    layout=_or_null(_TEXT, "The chosen layout."),
    verdict=_VERDICT,
    services={**_TEXTS, "description": "The services of the profile."},
    rules={**_TEXTS, "description": "The selected rules."},
    layouts=_list(_RESULT, "The result of each layout; one without a name for a cluster alone."),
    notes=_list(_PROBLEM, "Notes for the reader."),
    keepers=_list(_RECOMMENDATION, "Who should manage each resource of the CIB."),
)
