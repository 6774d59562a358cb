"""Builds packages with the real rpmbuild, on systemd's own macros, which Debian has in the source of systemd alone."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.live.serving import missing

TOP = Path(__file__).parent.parent.parent
HERE = TOP / "packaging" / "rpm"
EXAMPLES = HERE / "examples"
#: What systemd's build puts into its macros. Source: systemd, src/rpm/meson.build, meson.build
_PATHS = {
    "ROOTLIBEXECDIR": "/usr/lib/systemd",
    "LIBEXECDIR": "/usr/lib/systemd",
    "SYSTEMD_UPDATE_HELPER_PATH": "/usr/lib/systemd/systemd-update-helper",
    "SYSTEM_DATA_UNIT_DIR": "/usr/lib/systemd/system",
    "UPDATE_HELPER_USER_TIMEOUT": "15",
}


@dataclass(frozen=True)
class Systemd:
    """The macros of systemd and the program that they call."""

    macros: Path
    helper: str


def needed(*programs: str) -> None:
    """Skip, or fail in CI, where one of *programs* is missing."""
    if absent := [name for name in programs if not shutil.which(name)]:
        missing(", ".join(absent))


def systemd(kept: Path) -> Systemd:
    """Systemd's own macros as its build installs them, from Debian's source package, which is fetched once into *kept*."""
    archives = list(kept.glob("systemd_*.orig.tar.*")) or _fetched(kept)
    with tarfile.open(archives[0]) as archive:
        files = {Path(name).name: name for name in archive.getnames() if "/src/rpm/" in name}
        words = {
            name: archive.extractfile(files[name]).read().decode()
            for name in ("macros.systemd.in", "systemd-update-helper.in")
        }
    filled = {
        name: re.sub(
            r"\{\{(\w+)\}\}", lambda found: _PATHS.get(found[1], f"/unset/{found[1]}"), text
        )
        for name, text in words.items()
    }
    macros = kept / "macros.systemd"
    macros.write_text(filled["macros.systemd.in"])
    return Systemd(macros, filled["systemd-update-helper.in"])


def _fetched(kept: Path) -> list[Path]:
    """Debian's source of systemd; only the list of sources is apt's own, so nothing of the machine changes."""
    targets = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(SITE) $(RELEASE) $(COMPONENT)",
            "Identifier: Packages",
            "Origin: Debian",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    (kept / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (kept / "sources.list").write_text(
        "".join(f"deb-src {one}\n" for one in sorted({*targets}) if one.endswith(" main"))
    )
    own = [
        f"Dir::Etc::sourcelist={kept}/sources.list",
        "Dir::Etc::sourceparts=-",
        f"Dir::State::lists={kept}/lists",
    ]
    apt = ["apt-get", "--quiet=2", *(word for option in own for word in ("-o", option))]
    for words in (["update"], ["source", "--download-only", "systemd"]):
        done = subprocess.run([*apt, *words], cwd=kept, capture_output=True, text=True, check=False)
        if done.returncode:
            missing(f"the source of systemd, for its RPM macros ({done.stderr.strip()})")
    return list(kept.glob("systemd_*.orig.tar.*"))


@dataclass(frozen=True)
class Build:
    """One rpmbuild: where, with which macros, and what else is defined."""

    top: Path
    systemd: Systemd
    defined: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()  #: words before rpmbuild, which make somebody else of who calls it
    umask: int = 0o022
    distribution: Mapping[str, str] = field(
        default_factory=lambda: {"rhel": "9", "dist": ".el9"}
    )  #: what it says of itself

    def run(self, spec: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Call rpmbuild for *spec*, whose sources are beside it."""
        needed("rpmbuild")
        defined = {
            "_topdir": str(self.top),
            "_sourcedir": str(spec.parent),
            "_dbpath": str(self.top / "db"),
        }
        defined["_fileattrsdir"] = str(self._attributes())
        flags = [
            word
            for name, value in {**defined, **self.distribution, **self.defined}.items()
            for word in ("--define", f"{name} {value}")
        ]
        loads = [
            f"--load={one}"
            for one in (
                self.systemd.macros,
                HERE / "macros.wsgigen",
                self.top / "fileattrs" / "wsgigen.attr",
            )
        ]
        world = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(TOP),
            "HOME": str(self.top),
        }
        # Nothing is installed in this RPM database, so nothing that a package needs to be built is either.
        return subprocess.run(
            [*self.prefix, "rpmbuild", "--nodeps", *loads, *flags, *words, spec],
            env={**world, **self.environment},
            cwd=self.top,
            umask=self.umask,
            capture_output=True,
            text=True,
            check=False,
        )

    def packages(self, spec: Path) -> dict[str, Path]:
        """Build *spec*: its binary packages by their names."""
        done = self.run(spec, "-bb")
        assert done.returncode == 0, done.stdout + done.stderr
        return {query(path, "%{NAME}")[0]: path for path in (self.top / "RPMS").rglob("*.rpm")}

    def _attributes(self) -> Path:
        """The machine's file attributes, with wsgigen's installed among them."""
        directory = self.top / "fileattrs"
        directory.mkdir(parents=True, exist_ok=True)
        for path in Path("/usr/lib/rpm/fileattrs").glob("*.attr"):
            shutil.copy(path, directory)
        text = (
            (HERE / "wsgigen.attr")
            .read_text()
            .replace("%{_rpmconfigdir}/wsgigen.req", str(HERE / "wsgigen.req"))
        )
        (directory / "wsgigen.attr").write_text(text)
        return directory


def query(package: Path, form: str) -> list[str]:
    """Return the lines that rpm prints about *package* in the query format *form*."""
    done = subprocess.run(
        ["rpm", "-qp", "--queryformat", form + "\n", package],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def lint(systemd: Systemd, *paths: Path) -> str:
    """Return rpmlint's output on packages and specs; it reads macros in its caller's home."""
    with TemporaryDirectory() as home:
        (Path(home) / ".rpmmacros").write_text(
            systemd.macros.read_text() + (HERE / "macros.wsgigen").read_text()
        )
        words: list[str | Path] = ["rpmlint", "-c", HERE / "rpmlint.toml", *paths]
        return subprocess.run(
            words, env={**os.environ, "HOME": home}, capture_output=True, text=True, check=False
        ).stdout
