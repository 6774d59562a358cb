"""The Apache of this machine, as `wsgigen run` finds it."""

import shutil
import sysconfig
from pathlib import Path

import pytest

from wsgigen.live import local
from wsgigen.problem import UserError

from . import serving


def test_one_that_loads_another_pythons_library_is_refused(tmp_path, monkeypatch):
    """Else it starts, and fails for every request with a module that is missing."""
    found = serving.apache("embedded")
    assert local.foreign(found.mod_wsgi) is None
    library = Path(sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME"))
    if not library.exists():
        serving.missing(f"{library}, which mod_wsgi loads")
    shutil.copy(library, tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(UserError, match=f"was compiled for another Python: it loads {tmp_path}/libpython3"):
        local.find("embedded")
