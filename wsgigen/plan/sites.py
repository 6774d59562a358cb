"""One service's facts and wishes -> its site."""

import math
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from wsgigen.catalogue import every, find
from wsgigen.plan.arrangement import Share
from wsgigen.plan.facts import RELEASES, Account, Application, Config, Health, Platform, Service
from wsgigen.plan.model import Certificate, Daemon, Entry, Probe, Site, Timeouts
from wsgigen.plan.refused import REFUSED
from wsgigen.problem import KeyPath, Problem, UserError, suggest
from wsgigen.profile.model import Profile, ServiceRequest, Tls

_SERVICES = "wsgigen.plan.services"
#: The user's own application, before the profile says more.
_OWN = Service(
    name="", title="", project="", distribution="", applications=(), port=None, accounts={}, config=Config(),
    health=Health("/", (200,)), mode="active-active", authorization=False,
)  # fmt: skip
_LOOPBACK = {"*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
#: Below 1024 an unprivileged httpd cannot listen.
UNPRIVILEGED_OFFSET = 10_000


@dataclass(frozen=True)
class Wanted:
    """A service as the profile asks for it, with what is known of it."""

    profile: Profile
    platform: Platform
    name: str
    request: ServiceRequest
    known: Service
    problems: list[Problem] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """How the platform's family packages the service."""
        return self.known.accounts.get(self.platform.family, Account(None, None))

    def wrong(self, message: str, fix: str, *keys: str) -> None:
        """Note a problem at a key of the service; what is resolved further has no use but to find more."""
        self.problems.append(Problem(message, fix, ("services", self.name, *keys)))


def known(name: str, request: ServiceRequest) -> Service:
    """What the catalogue says of *name*; a service of the user's own when `application` is given."""
    where: KeyPath = ("services", name)
    service: Service | None = find(_SERVICES, name, "SERVICE")
    if service:
        return service
    if request.application:
        return replace(_OWN, name=name, title=name)
    for refused in REFUSED:
        if refused.name == name:
            raise UserError([Problem(f"{name} cannot run under mod_wsgi: {refused.why}", refused.instead, where)])
    fix = f"{suggest(name, (one.name for one in every(_SERVICES, 'SERVICE')))}; for an application of your own give application and port"
    raise UserError([Problem(f"{name} is not in the catalogue", fix, where)])


def resolve(wanted: Wanted, share: Share, directory: PurePosixPath) -> Site:
    """The site of *wanted* in the instance of *share*, whose vhosts are in *directory*.

    Raises UserError where a fact is unknown and the profile does not give it, or the two contradict.
    """
    request, facts, platform = wanted.request, wanted.known, wanted.platform
    port = request.port or facts.port or 0
    if not port:
        wanted.wrong(f"the port of {wanted.name} is not known", "give its port")
    mode = request.mode or facts.mode or ""
    if not mode:
        wanted.wrong(f"whether {wanted.name} may run on several nodes is not known", "give its mode", "mode")
    if "/" in request.static:
        wanted.wrong("static holds /, which would hide the whole application", "name a path below it", "static")
    if not platform.privileged and port < 1024:
        port += UNPRIVILEGED_OFFSET
    addresses = (request.listen or wanted.profile.listen) if platform.privileged else ("127.0.0.1",)
    name = request.server_name or wanted.profile.server_name
    tls = _tls(wanted)
    tls_port = not share.own and tls is not None and port in platform.tls_ports
    covered = (not share.own and port in platform.main_ports) or (tls_port and not platform.tls_define)
    file = f"{wanted.name}.conf" if share.own else f"{platform.vhost_prefix}wsgigen-{wanted.name}.conf"
    site = Site(
        service=wanted.name,
        title=facts.title,
        server_name=name,
        addresses=tuple(f"{_literal(address)}:{port}" for address in addresses),
        listens=() if covered else tuple(str(port) if one == "*" else f"{_literal(one)}:{port}" for one in addresses),
        listens_unless=platform.tls_define if tls_port else "",
        port=port,
        tls=tls,
        entry=_entry(wanted),
        daemon=_daemon(wanted),
        timeouts=_timeouts(wanted),
        probe=_probe(wanted, addresses[0], port, name, tls),
        max_body=facts.max_body if request.max_body is None else request.max_body,
        max_header=max(request.max_header, facts.max_header),
        max_fields=facts.max_fields,
        chunked=facts.chunked if request.chunked is None else request.chunked,
        encoded_slashes=facts.encoded_slashes if request.encoded_slashes is None else request.encoded_slashes,
        authorization=facts.authorization if request.authorization is None else request.authorization,
        static=request.static,
        writable=request.writable,
        escalates=facts.escalates if request.escalates is None else request.escalates,
        memory=request.memory,
        manager=request.manager or wanted.profile.manager,
        mode=mode,
        package=wanted.account.package,
        needs=facts.needs_to_start,
        companions=facts.companions,
        vhost=directory / file,
        script=platform.share / "wsgi" / f"{wanted.name}.wsgi",
        logs=platform.log / wanted.name,
    )
    if wanted.problems:
        raise UserError(wanted.problems)
    return site


def _literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _entry(wanted: Wanted) -> Entry:
    request, config = wanted.request, wanted.known.config
    environment = {**config.environment}
    arguments = request.arguments
    if request.config_files is not None:
        if config.variable:
            environment[config.variable] = ";".join(request.config_files)
        elif not config.argv:
            wanted.wrong(
                f"{wanted.name} cannot be told its configuration files",
                "use environment or arguments, as the application needs",
                "config_files",
            )
    if arguments is None and config.argv:
        files = request.config_files
        arguments = wanted.account.arguments if files is None else tuple(word for file in files for word in ("--config-file", file))
    return Entry(_application(wanted), {**environment, **request.environment}, (wanted.name, *(arguments or ())))


def _application(wanted: Wanted) -> Application:
    if wanted.request.application:
        module, _, name = wanted.request.application.partition(":")
        return Application(module, name.removesuffix("()"), call=() if name.endswith("()") else None)
    release = wanted.profile.openstack or RELEASES[-1]
    if not wanted.profile.openstack:
        what = "the catalogue's services have another entrypoint in each OpenStack release"
        wanted.problems.append(Problem(what, 'add openstack: "2026.1", or the release you run'))
    if release not in RELEASES:
        wanted.problems.append(Problem(f"OpenStack {release} is not known", f"use one of: {', '.join(RELEASES)}", ("openstack",)))
        release = RELEASES[-1]
    at = RELEASES.index(release)
    for application in wanted.known.applications:
        if RELEASES.index(application.since) <= at <= RELEASES.index(application.until):
            return application
    what = f"{wanted.name} has no WSGI entrypoint in OpenStack {release}"
    wanted.wrong(what, "give its application, or another release", "application")
    return wanted.known.applications[0]


def _daemon(wanted: Wanted) -> Daemon:
    request, facts, platform = wanted.request, wanted.known, wanted.platform
    user = request.user or wanted.account.user
    if platform.privileged and not user:
        wanted.wrong(f"the user that {wanted.name} runs as on {platform.name} is not known", "give its user")
    group = request.group or (request.user if request.user else wanted.account.group) or user
    venv = request.venv or wanted.profile.venv
    return Daemon(
        name=wanted.name,
        processes=request.processes,
        threads=_threads(wanted),
        user=(user or "") if platform.privileged else "",
        group=(group or "") if platform.privileged else "",
        supplementary_groups=request.supplementary_groups if platform.privileged else (),
        home=_home(wanted, user or ""),
        umask=request.umask,
        venv=PurePosixPath(venv) if venv else None,
        python_path=_python_path(wanted),
        header_buffer=facts.max_response_header,
    )


def _python_path(wanted: Wanted) -> tuple[str, ...]:
    """Run in place, an application is also found beside the profile, as one beside a script would be."""
    path, beside = wanted.request.python_path, wanted.profile.directory
    if any(":" in one for one in path):
        wanted.wrong("python_path holds a colon, which separates its directories", "rename the directory", "python_path")
    return path if wanted.platform.privileged or not beside or ":" in beside else (*path, beside)


def _home(wanted: Wanted, user: str) -> PurePosixPath:
    if not wanted.platform.privileged:
        return wanted.platform.share
    home = wanted.request.home or f"/var/lib/{user}"
    if ":" in home:
        wanted.wrong("home holds a colon, which separates the fields of /etc/passwd", "rename the directory", "home")
    return PurePosixPath(home)


def _threads(wanted: Wanted) -> int:
    release = wanted.profile.openstack or RELEASES[-1]
    catalogued = bool(wanted.known.applications)
    threads = wanted.request.threads or (1 if catalogued else 5)
    for limit in wanted.known.thread_limits:
        applies = release in RELEASES and RELEASES.index(release) <= RELEASES.index(limit.until)
        if applies and threads > limit.most and not wanted.request.application:
            wanted.wrong(
                f"{wanted.name} with {threads} threads a process: {limit.why}", f"use at most {limit.most}, and more processes", "threads"
            )
    return threads


def _timeouts(wanted: Wanted) -> Timeouts:
    request = wanted.request.timeout or wanted.known.timeout
    threads = _threads(wanted)
    spread = 1 + math.log(threads) if wanted.platform.mod_wsgi_version >= (6,) else threads
    return Timeouts(
        request=request,
        effective=round(request * spread),
        socket=request + 10,
        connection=request + 15,
        startup=wanted.request.startup_timeout,
        drain=wanted.request.drain,
    )


def _tls(wanted: Wanted) -> Certificate | None:
    tls: Tls | bool | None = wanted.profile.tls if wanted.request.tls is None else wanted.request.tls
    if not isinstance(tls, Tls) or not wanted.platform.tls:
        return None
    policy = tls.policy or ("platform" if wanted.platform.crypto_policy else "intermediate")
    if policy == "platform" and not wanted.platform.crypto_policy:
        wanted.wrong(f"{wanted.platform.name} has no crypto policy for the whole system", "use policy: intermediate", "tls")
    ciphers = wanted.platform.crypto_policy if policy == "platform" else ""
    return Certificate(tls.certificate, tls.key, tls.client_ca, tls.hsts, ciphers)


def _probe(wanted: Wanted, address: str, port: int, name: str, tls: Certificate | None) -> Probe:
    health, wish = wanted.known.health, wanted.request.health
    if health is None and wish.path is None:
        wanted.wrong(f"no URL is known that tells whether {wanted.name} is healthy", "give health: {path: ..., statuses: [...]}", "health")
    path = wish.path or (health.path if health else "/")
    statuses = wish.statuses or (health.statuses if health and path == health.path else (200,))
    return Probe(_LOOPBACK.get(address, address), port, name, tls is not None, path, statuses, wish.interval, wish.timeout, wish.failures)
