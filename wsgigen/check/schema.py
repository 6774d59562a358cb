"""JSON Schema 2020-12 of a report in the format `json`."""

from typing import Any

from wsgigen.check.rule import Severity
from wsgigen.cluster.impact import ACTIONS
from wsgigen.migrate.manager import RecommendedManager

#: Another number where something is removed or changed: 2 has no `steps`, and what binds a resource.
FORMAT = 2
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_SEVERITIES = [one.word for one in sorted(Severity, reverse=True)]
_VERDICT = {
    "enum": ["conflict", "risk", "clean", "not checked", "not possible"],
    "description": "What its gravest finding makes of it.",
}


def schema() -> dict[str, Any]:
    """The schema of all that one call of `wsgigen check --format json` prints."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of wsgigen check",
        **_record(
            format={
                "const": FORMAT,
                "description": "Format of this document: another number where something is removed or changed.",
            },
            wsgigen={**_TEXT, "description": "Version of wsgigen."},
            status={"enum": [0, 1, 2], "description": "Exit status."},
            reports=_list(_REPORT, "One for each file that could be used."),
            problems=_list(_PROBLEM, "What could not be used."),
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
        "description": f"{about}, in seconds; null: it is not noticed.",
    }


_PLACE = {
    "file": _or_null(_TEXT, "The profile's or the CIB's; null for what stands in no file."),
    "line": _or_null(
        {"type": "integer", "minimum": 1}, "Counts from 1; null where the whole file is meant."
    ),
    "column": _or_null({"type": "integer", "minimum": 1}, "Counts characters, from 1."),
}
_PROBLEM = _record(**_PLACE, message=_TEXT, fix=_or_null(_TEXT, "The way out."))
_FINDING = _record(
    rule={**_TEXT, "description": "`wsgigen explain RULE` prints its page."},
    severity={
        "enum": _SEVERITIES,
        "description": "A conflict rests on a mechanism that was shown, a risk on less.",
    },
    **_PLACE,
    message=_TEXT,
    fix={**_TEXT, "description": "The way out."},
    services={**_TEXTS, "description": "Those that it happens to."},
    accepted=_or_null(_TEXT, "The reason that the profile gives for living with it."),
    question=_or_null(
        _record(action=_TEXT, name=_TEXT),
        "What Pacemaker's scheduler would be asked to show that it is so.",
    ),
    proof=_or_null(_TEXT, "What Pacemaker's scheduler answered; null where it was not asked."),
)
_STAKES = _record(
    units=_TEXTS,
    processes={**_COUNT, "description": "Of one node."},
    memory={**_COUNT, "description": "Bytes that are used at least on one node."},
    ports={"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 65535}},
    reaches=_list(
        _record(action={"enum": list(ACTIONS)}, service=_TEXT, loses=_TEXTS),
        "Who loses requests when it is done to a service.",
    ),
    recoveries=_list(
        _record(
            what=_TEXT,
            by=_TEXT,
            mean=_seconds("On average"),
            worst=_seconds("At worst"),
            formula=_TEXT,
        ),
        "How long until a failure is noticed.",
    ),
)
_JUDGEMENT = _record(
    layout=_or_null(_TEXT, "Null for a cluster that is judged as it is."),
    verdict=_VERDICT,
    counts={
        **_record(**dict.fromkeys(_SEVERITIES, _COUNT)),
        "description": "Findings that nobody accepted.",
    },
    affected={**_TEXTS, "description": "Services that conflicts and risks happen to."},
    findings=_list(_FINDING, "The gravest first."),
    not_checked=_list(
        _record(rule=_TEXT, about=_or_null(_TEXT, "Null: all of it."), needs=_TEXT),
        "What no rule looked at.",
    ),
    not_possible=_list(_PROBLEM, "Why the profile cannot have this layout."),
    stakes=_or_null(_STAKES, "The numbers of this layout; null where there is no plan."),
)
_KEEPER = _record(
    resource=_TEXT,
    agent=_TEXT,
    keeper={
        "enum": [*map(str, RecommendedManager)],
        "description": "`nobody`: it only holds others in order; `unknown`: nothing here tells.",
    },
    why=_TEXT,
    **_PLACE,
    services=_TEXTS,
    may_leave={
        "type": "boolean",
        "description": "Nothing here says that it must be in the cluster.",
    },
    units={**_TEXTS, "description": "What it drives today, and what stops with it."},
    systemd_units={**_TEXTS, "description": "What systemd would start instead."},
    together={
        **_TEXTS,
        "description": "Resources that drive one of its units, too: to stop it is to stop them.",
    },
    companions={
        **_TEXTS,
        "description": "Other members of its group, which start, stop and move with it.",
    },
    constraints={**_TEXTS, "description": "Ids of those that name it."},
    bound={**_TEXTS, "description": "Other resources that those constraints name."},
    unmanaged=_or_null(_TEXT, "Why Pacemaker neither starts nor stops it; null where it does."),
)
_REPORT = _record(
    name={**_TEXT, "description": "The file that was checked."},
    cib=_or_null(_TEXT, "The CIB that it was checked with."),
    layout=_or_null(_TEXT, "The one chosen."),
    verdict=_VERDICT,
    services={**_TEXTS, "description": "Of the profile."},
    rules={**_TEXTS, "description": "Those that were asked."},
    layouts=_list(
        _JUDGEMENT, "Each layout that was judged; one without a name for a cluster alone."
    ),
    notes=_list(_PROBLEM, "What a reader should know."),
    keepers=_list(_KEEPER, "Who should start and stop each resource of the CIB."),
)
