"""A service of the profile -> its site."""

import math
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Version
from wsgigen.errors import UserError
from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.daemons import daemon
from wsgigen.plan.entries import entrypoint
from wsgigen.plan.model import Certificate, Probe, Site, Timeouts
from wsgigen.plan.wanted import ServiceInput
from wsgigen.profile.model import Tls

_LOOPBACK = {"*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
#: Below 1024 an unprivileged httpd cannot listen.
UNPRIVILEGED_OFFSET = 10_000


def resolve(wanted: ServiceInput, spec: InstanceSpec, directory: PurePosixPath) -> Site:
    """Return the site of *wanted* in the instance of *spec*, whose vhosts are in *directory*.

    Raises UserError if a fact is not known and the profile does not give it, or if they contradict
    each other.
    """
    request, facts, platform = wanted.request, wanted.facts, wanted.platform
    port = request.port or facts.port or 0
    if not port:
        wanted.problem(f"the port of {wanted.name} is not known", "give its port", "port")
    mode = request.mode or facts.mode
    if mode is None:
        wanted.problem(
            f"whether {wanted.name} may run on several nodes is not known", "give its mode", "mode"
        )
    if facts.needs_static and not request.static and not request.application:
        wanted.problem(
            f"where the static files of {wanted.name} are is not known, and Apache must serve them",
            "give static: {/static: DIRECTORY}, the STATIC_URL and STATIC_ROOT of its settings",
            "static",
        )
    if "/" in request.static:
        wanted.problem(
            "static holds /, which would hide the whole application",
            "name a path below it",
            "static",
        )
    if not platform.privileged and port < 1024:
        port += UNPRIVILEGED_OFFSET
    addresses = (request.listen or wanted.profile.listen) if platform.privileged else ("127.0.0.1",)
    name = request.server_name or wanted.profile.server_name
    tls = _tls(wanted)
    is_platform_tls_port = not spec.dedicated and tls is not None and port in platform.tls_ports
    platform_listens = (not spec.dedicated and port in platform.main_ports) or (
        is_platform_tls_port and not platform.tls_define
    )
    file = (
        f"{wanted.name}.conf"
        if spec.dedicated
        else f"{platform.vhost_prefix}wsgigen-{wanted.name}.conf"
    )
    group = daemon(wanted)
    site = Site(
        service=wanted.name,
        title=facts.title,
        server_name=name,
        addresses=tuple(f"{_literal(address)}:{port}" for address in addresses),
        listens=() if platform_listens else tuple(_listen(address, port) for address in addresses),
        listens_unless=platform.tls_define if is_platform_tls_port else "",
        port=port,
        tls=tls,
        entry=entrypoint(wanted),
        daemon=group,
        timeouts=_timeouts(wanted, group.threads),
        probe=_probe(wanted, addresses[0], port, name, tls),
        max_body=facts.max_body if request.max_body is None else request.max_body,
        max_header=max(request.max_header, facts.max_header),
        max_fields=facts.max_fields,
        chunked=facts.chunked if request.chunked is None else request.chunked,
        encoded_slashes=facts.encoded_slashes
        if request.encoded_slashes is None
        else request.encoded_slashes,
        authorization=facts.authorization
        if request.authorization is None
        else request.authorization,
        static=request.static,
        writable=request.writable,
        escalates=facts.escalates if request.escalates is None else request.escalates,
        memory=request.memory,
        manager=request.manager or wanted.profile.manager,
        mode=mode or Mode.ACTIVE_ACTIVE,  # where none is known the problem is raised below
        package=wanted.account.package,
        catalogued=bool(facts.applications),
        needs=facts.needs_to_start,
        companions=facts.companions,
        vhost=directory / file,
        script=platform.share / f"wsgi/{wanted.name}.wsgi",
        logs=platform.log / wanted.name,
    )
    if wanted.problems:
        raise UserError(wanted.problems)
    return site


def _listen(address: str, port: int) -> str:
    return str(port) if address == "*" else f"{_literal(address)}:{port}"


def _literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def longest_work(request: int, drain: int, threads: int, mod_wsgi_version: Version) -> int:
    """Return the seconds until mod_wsgi kills a process that runs this one request only.

    Source: GrahamDumpleton/mod_wsgi: request-timeout is compared with the time of all requests over
    the number of threads; since 6.0 a process ends after request-timeout x (1 + ln threads).
    Measured with 4.9.4 and 6.1.1: docs/timeouts.md
    """
    factor = 1 + math.log(threads) if mod_wsgi_version >= (6,) else threads
    return math.ceil(request * factor) + drain


def _timeouts(wanted: ServiceInput, threads: int) -> Timeouts:
    request, drain = wanted.request.timeout or wanted.facts.timeout, wanted.request.drain
    return Timeouts(
        request=request,
        client=request + 10,
        work=longest_work(request, drain, threads, wanted.platform.mod_wsgi_version),
        connection=request + 15,
        balancer=request + 20,
        startup=wanted.request.startup_timeout,
        drain=drain,
    )


def _tls(wanted: ServiceInput) -> Certificate | None:
    tls: Tls | bool | None = (
        wanted.profile.tls if wanted.request.tls is None else wanted.request.tls
    )
    if not isinstance(tls, Tls) or not wanted.platform.tls:
        return None
    policy = tls.policy or ("platform" if wanted.platform.crypto_policy else "intermediate")
    if policy == "platform" and not wanted.platform.crypto_policy:
        wanted.problem(
            f"{wanted.platform.name} has no crypto policy for the whole system",
            "use policy: intermediate",
            "tls",
        )
    ciphers = wanted.platform.crypto_policy if policy == "platform" else ""
    return Certificate(tls.certificate, tls.key, tls.client_ca, tls.hsts, ciphers)


def _probe(
    wanted: ServiceInput, address: str, port: int, name: str, tls: Certificate | None
) -> Probe:
    health, override = wanted.facts.health, wanted.request.health
    if health is None and override.path is None:
        wanted.problem(
            f"no URL is known that tells whether {wanted.name} is healthy",
            "give health: {path: ..., statuses: [...]}",
            "health",
        )
    path = override.path or (health.path if health else "/")
    statuses = override.statuses or (health.statuses if health and path == health.path else (200,))
    return Probe(
        _LOOPBACK.get(address, address),
        port,
        name,
        tls is not None,
        path,
        statuses,
        override.interval,
        override.timeout,
        override.failures,
    )
