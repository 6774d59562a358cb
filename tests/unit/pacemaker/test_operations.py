"""Operations, with the cluster's defaults where the CIB does not write them."""

from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive
from wsgigen.pacemaker.operations import (
    action_on_failed_stop,
    fences_nodes,
    find_operation,
    migration_threshold,
    operation_timeout,
    recurring_monitors,
)


def _cib(defaults: dict[str, str] | None = None, properties: dict[str, str] | None = None) -> Cib:
    return Cib(
        "3.16.1",
        "pacemaker-3.9",
        properties or {},
        (),
        {},
        {},
        {},
        {},
        (),
        (),
        (),
        op_defaults=defaults or {},
    )


def _primitive(*operations: Operation, **meta: str) -> Primitive:
    written = {name.replace("_", "-"): value for name, value in meta.items()}
    return Primitive("web", "systemd", None, "httpd", {}, written, operations)


def test_a_timeout_is_the_operations_else_the_defaults_else_20_s() -> None:
    stop = Operation("stop", 0, 70)
    assert operation_timeout(_cib({"timeout": "2min"}), _primitive(stop), "stop") == 70
    assert operation_timeout(_cib({"timeout": "2min"}), _primitive(stop), "start") == 120
    assert operation_timeout(_cib(), _primitive(stop), "start") == 20
    assert operation_timeout(_cib(), _primitive(Operation("start", 0)), "start") == 20
    assert operation_timeout(_cib({"timeout": "soon"}), _primitive(), "start") == 20


def test_an_operation_that_is_not_written_is_none() -> None:
    assert find_operation(_primitive(Operation("stop", 0)), "start") is None


def test_a_monitor_recurs_and_watches_what_runs() -> None:
    every = (
        Operation("monitor", 60),
        Operation("monitor", 10, role="Unpromoted"),
        Operation("monitor", 5, role="Stopped"),
        Operation("monitor", 5, enabled=False),
        Operation("monitor", 0),
        Operation("start", 5),
    )
    assert [one.interval for one in recurring_monitors(_primitive(*every))] == [10, 60]


def test_a_stop_that_fails_fences_where_the_cluster_does() -> None:
    assert action_on_failed_stop(_cib(), _primitive()) == "fence"
    assert (
        action_on_failed_stop(_cib(properties={"stonith-enabled": "no"}), _primitive()) == "block"
    )
    assert action_on_failed_stop(_cib({"on-fail": "ignore"}), _primitive()) == "ignore"
    assert (
        action_on_failed_stop(_cib(), _primitive(Operation("stop", 0, on_fail="block"))) == "block"
    )
    assert fences_nodes(_cib())


def test_a_threshold_that_is_none() -> None:
    assert migration_threshold(_primitive(migration_threshold="3")) == 3
    for word in ("INFINITY", str(INFINITY), "0", "-1", "many", ""):
        assert migration_threshold(_primitive(migration_threshold=word)) == 0
