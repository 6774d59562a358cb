"""How time and memory grow with the number of services."""

from collections.abc import Iterator
from pathlib import Path

from measure import Bound, Run, directory, note, wsgigen

FEW, MANY = 1_000, 10_000
_FIRST_PORT = 2_000


def bounds() -> Iterator[Bound]:
    """10,000 services beside 1,000, each with its own Apache; a second build has nothing to do"""
    with directory() as top:
        few, _ = min(
            (_twice(FEW, top / str(number)) for number in range(3)),
            key=lambda pair: pair[0].seconds,
        )
        many, again = _twice(MANY, top / "many")
        yield Bound(f"{MANY:,} services, times {FEW:,}", many.seconds / few.seconds, 11)
        yield Bound(f"peak memory at {MANY:,}", many.mebibytes, 500, unit=" MiB")
        yield Bound("a second build, times the first", again.seconds / many.seconds, 0.5)


def _twice(count: int, top: Path) -> tuple[Run, Run]:
    top.mkdir()
    profile = top / "scale.yaml"
    profile.write_text(_profile(count))
    first, again = (
        wsgigen("build", profile, "--root", top / "root"),
        wsgigen("build", profile, "--root", top / "root"),
    )
    assert ": 0 written, 0 removed" in again.output, again.output
    for name, one in (("first", first), ("again", again)):
        note(
            f"{count:,} services, {name}: {one.seconds:.2f} s ({one.cpu:.2f} s of CPU), "
            f"{one.mebibytes:.0f} MiB"
        )
    return first, again


def _profile(count: int) -> str:
    services = (
        f"  s{number}: {{application: 'a:b', port: {_FIRST_PORT + number}, user: u}}\n"
        for number in range(count)
    )
    return (
        "wsgigen: 1\nlayout: per-service\nplatform: debian-12\n"
        "server_name: c.example.org\nservices:\n"
    ) + "".join(services)
