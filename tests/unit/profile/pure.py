"""PyYAML's own parser in the place of libyaml's."""

from wsgigen.profile import source


class Loader(source._PurePython, source._Yaml12):
    """The same rules on the slower parser."""

    def __init__(self, text: str) -> None:
        source._PurePython.__init__(self, text)
        source._Yaml12.__init__(self)
