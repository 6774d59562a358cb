"""The Apache of this machine, as `wsgigen run` finds it."""

import os
import shutil
import sysconfig
from pathlib import Path

import pytest

from wsgigen.errors import UserError
from wsgigen.host import apache as local
from wsgigen.host import server as serve

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
    with pytest.raises(
        UserError, match=f"was compiled for another Python: it loads {tmp_path}/libpython3"
    ):
        local.find("embedded")


@pytest.mark.parametrize(
    ("sudoer", "served"), [("daemon", "daemon"), ("root", "nobody"), (None, "nobody")]
)
def test_root_serves_as_whom_sudo_came_from_and_never_as_root(sudoer, served, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("this is an unprivileged user already")
    monkeypatch.delenv("SUDO_USER", raising=False)
    if sudoer:
        monkeypatch.setenv("SUDO_USER", sudoer)
    found = serve.account(None)
    assert found
    assert found.pw_name == served
