"""An instance of a plan as the files of a host have it: its unit, and its httpd's configuration."""

from functools import cached_property
from math import inf

from wsgigen.discover.httpd import Configuration, load_configuration
from wsgigen.discover.quantities import limit_seconds
from wsgigen.discover.reading import Gap
from wsgigen.discover.unit_file import Assignment
from wsgigen.discover.units import Unit, UnitReader
from wsgigen.errors import Location
from wsgigen.files.below import FilesBelow
from wsgigen.plan.model import Instance, Plan
from wsgigen.record import record

#: What systemd gives a start and a stop where no unit says it.
#: Source: systemd-system.conf(5), DefaultTimeoutStartSec=, DefaultTimeoutStopSec=
_DEFAULT_TIMEOUT = 90
#: The directives that rules look at.
_DIRECTIVES = frozenset(
    (
        "acceptfilter",
        "customlog",
        "errorlog",
        "forensiclog",
        "globallog",
        "gracefulshutdowntimeout",
        "transferlog",
        "wsgiscriptalias",
        "wsgiscriptreloading",
    )
)


@record
class TimeLimit:
    """A time limit, and its line as it is written, or the default that is used without one."""

    seconds: float
    text: str
    at: Location


class InstanceOnHost:
    """One instance, and the files of the host that it is made of."""

    def __init__(
        self, files: FilesBelow, units: UnitReader, plan: Plan, instance: Instance
    ) -> None:
        self._files, self._units = files, units
        self._plan, self.instance = plan, instance

    @cached_property
    def unit(self) -> Unit:
        """Return the unit as systemd reads it."""
        return self._units.unit(self.instance.unit)

    @cached_property
    def configuration(self) -> Configuration:
        """Return all that the instance's httpd reads."""
        platform, instance = self._plan.platform, self.instance
        main = instance.config if instance.dedicated else platform.main_conf
        return load_configuration(self._files, str(main), str(platform.server_root), _DIRECTIVES)

    @cached_property
    def absent(self) -> Gap | None:
        """Return what is missing if the host does not have the unit as this layout writes it."""
        unit, units = self.unit, self._plan.platform.units
        if self.instance.dedicated:
            below = self._files.root or "/"
            return None if unit.files[0] else Gap(unit.name, f"its unit file below {below}")
        drop_in = f"{units}/{unit.name}.d/40-wsgigen.conf"
        return None if drop_in in unit.files else Gap(unit.name, self._files.shown(drop_in))

    @property
    def unit_gaps(self) -> tuple[Gap, ...]:
        """Return what is not known of the unit."""
        return (self.absent,) if self.absent else self.unit.gaps

    @property
    def configuration_gaps(self) -> tuple[Gap, ...]:
        """Return what is not known of httpd's configuration, or whether the host has it at all."""
        return (self.absent,) if self.absent else self.configuration.gaps

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return what is not known of either."""
        return tuple(dict.fromkeys((*self.unit_gaps, *self.configuration_gaps)))

    @property
    def hands_over(self) -> bool:
        """Return whether a reload is a handover."""
        return bool(self.instance.slots) and self._runs("Service.ExecReload", "handover")

    @property
    def may_hand_over(self) -> bool:
        """Return whether a reload is a handover, or would be if the host had the unit."""
        return bool(self.instance.slots) if self.absent else self.hands_over

    @property
    def has_brake(self) -> bool:
        """Return whether the program `brake` counts the unit's failures."""
        return self._runs("Service.ExecStopPost", "brake")

    @property
    def services(self) -> tuple[str, ...]:
        """Return the names of the services that the instance serves."""
        return tuple(site.service for site in self.instance.sites)

    @property
    def drain(self) -> TimeLimit:
        """Return for how long httpd finishes requests when it is to end; 0 means for ever.

        Without a configuration that could be read it is what the plan says.
        """
        directive = self.configuration.last_of_server("gracefulshutdowntimeout")
        if directive is not None and directive.words:
            seconds = limit_seconds(directive.words[0])
            at = directive.at
            return TimeLimit(inf if seconds is None else seconds, f"`{directive.text}`", at)
        if self.instance.dedicated and self.configuration.is_read:
            text = "GracefulShutdownTimeout's default, no limit,"
            return TimeLimit(inf, text, self.configuration.file)
        text = f"GracefulShutdownTimeout {self.instance.drain}"
        return TimeLimit(self.instance.drain, text, self.configuration.file)

    def timeout(self, key: str) -> TimeLimit:
        """Return the unit's time limit *key*, which TimeoutSec= sets as well."""
        keys = (f"Service.{key}", "Service.TimeoutSec")
        for assignment, seconds in self.unit.parsed(limit_seconds, *keys):
            return TimeLimit(seconds, f"`{assignment.text}`", assignment.at)
        text = f"{key}={_DEFAULT_TIMEOUT}, systemd's default,"
        return TimeLimit(_DEFAULT_TIMEOUT, text, self.file)

    @property
    def file(self) -> Location:
        """Return the unit's own file, or its first drop-in."""
        return Location(self._files.shown(next(filter(None, self.unit.files), "")))

    def _runs(self, name: str, program: str) -> bool:
        path = str(self._plan.platform.libexec / program)
        return any(path in _words(command) for command in self.unit.every(name))


def _words(assignment: Assignment) -> list[str]:
    """Return the words of a command, the program without its prefixes."""
    return [word.lstrip("@-:+!|") for word in assignment.value.split()]
