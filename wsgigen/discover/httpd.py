"""A host's httpd configuration -> the directives of some names, in the order httpd reads them."""

from itertools import islice

from wsgigen.discover.httpd_reader import ConfigurationReader, Directive
from wsgigen.discover.reading import Gap
from wsgigen.errors import Location
from wsgigen.files.below import FilesBelow
from wsgigen.record import record

#: Directives that are kept of one configuration.
_MOST_KEPT = 5_000


@record
class Configuration:
    """One httpd's configuration: the directives of some names, and what could not be read."""

    file: Location
    is_read: bool  #: at least its main file
    names: frozenset[str]  #: in lower case
    directives: tuple[Directive, ...]
    gaps: tuple[Gap, ...]

    def named(self, *names: str) -> tuple[Directive, ...]:
        """Return the directives of these *names*. Raises KeyError for one that was not kept."""
        if others := sorted({*names} - self.names):
            raise KeyError(others)
        return tuple(directive for directive in self.directives if directive.name in names)

    def last_of_server(self, name: str) -> Directive | None:
        """Return the last directive *name* outside of all sections: the one that counts there."""
        last_first = reversed(self.named(name))
        return next((directive for directive in last_first if not directive.sections), None)


def load_configuration(
    files: FilesBelow, main: str, server_root: str, names: frozenset[str]
) -> Configuration:
    """Return the directives called *names* of the configuration whose main file is *main*."""
    reader = ConfigurationReader(files, server_root)
    wanted = (directive for directive in reader.directives_of(main) if directive.name in names)
    kept = tuple(islice(wanted, _MOST_KEPT + 1))
    if len(kept) > _MOST_KEPT:
        needs = f"a configuration with at most {_MOST_KEPT} directives that rules look at"
        reader.gaps.append(Gap(files.shown(main), needs))
    gaps = tuple(reader.gaps)
    return Configuration(Location(files.shown(main)), reader.has_read, names, kept, gaps)
