"""Artifacts -> the lists of files that packages are made of."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from wsgigen.catalog.choices import PackageFormat
from wsgigen.catalog.model import Platform
from wsgigen.render.artifact import Artifact
from wsgigen.tree.manifest import parents

_ETC = PurePosixPath("/etc")


def list_by_instance(
    artifacts: Iterable[Artifact], platform: Platform
) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of each instance's list, by its name.

    Those of what instances share are at the empty name. For RPM they are as `%files -f` reads
    them, for Debian's platforms as debian/PACKAGE.install: debhelper makes a conffile of all that
    is in /etc. A directory is its instance's if all in it is; those of other packages are omitted.
    Source: rpm-software-management/rpm, docs/manual/spec.md "%files section"; debhelper, man
    dh_install, dh_installdeb.
    """
    instances: dict[str, set[str]] = {}  # that have files below a directory
    lines: dict[str, list[tuple[str, str]]] = {"": []}
    line = _debian if platform.package_format is PackageFormat.DEB else _rpm
    for artifact in artifacts:
        path = str(artifact.path)
        lines.setdefault(artifact.instance, []).append((path, line(artifact)))
        for directory in parents(path):
            instances.setdefault(directory, set()).add(artifact.instance)
    if line is _rpm:
        for directory in instances.keys() - set(_directories_of_others(platform)):
            [owner] = instances[directory] if len(instances[directory]) == 1 else [""]
            lines[owner].append((directory, f"%dir %attr(0755,root,root) {directory}"))
    return {name: tuple(text for _, text in sorted(pairs)) for name, pairs in sorted(lines.items())}


def one_list(lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the lines of all *lists*, by their paths."""
    lines = [line for list_ in lists.values() for line in list_]
    return tuple(sorted(lines, key=lambda line: line.rpartition(" ")[2]))


def _rpm(artifact: Artifact) -> str:
    config = "%config(noreplace) " if artifact.path.is_relative_to(_ETC) else ""
    mode = "" if artifact.link else f"%attr({artifact.mode:04o},root,root) "
    return f"{mode}{config}{artifact.path}"


def _debian(artifact: Artifact) -> str:
    return str(artifact.path).lstrip("/")


def _directories_of_others(platform: Platform) -> Iterator[str]:
    """Yield the directories that come with the distribution's packages."""
    within = [
        platform.conf_dir,
        platform.vhost_dir,
        platform.units,
        platform.presets,
        platform.tmpfiles,
        platform.sysusers,
    ]
    within += [directory for directory in (platform.firewalld, platform.selinux) if directory]
    for directory in (*within, platform.etc.parent, platform.share.parent, platform.libexec.parent):
        yield str(directory)
        yield from parents(str(directory))
