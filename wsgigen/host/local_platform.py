"""Makes the platform `local`: an Apache of this machine without privileges, below a directory."""

import os
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

from wsgigen.catalog.model import Platform
from wsgigen.catalog.platforms.local import PLATFORM
from wsgigen.errors import Location, Problem, UserError
from wsgigen.host.apache import Apache
from wsgigen.profile.kinds import PATH
from wsgigen.profile.value_type import InvalidValue


def local_platform(apache: Apache, root: Path) -> Platform:
    """Return the platform `local`: *apache* without privileges, all below *root*.

    Raises UserError for a *root* whose name cannot be written in configuration files.
    """
    prefix = PurePosixPath(os.path.abspath(root))
    try:
        PATH.read(str(prefix))
    except InvalidValue as invalid:
        message = f"cannot be served from: {invalid}"
        raise UserError([Problem(message, invalid.fix, location=Location(str(prefix)))]) from None
    mime_types = "/etc/mime.types" if Path("/etc/mime.types").exists() else os.devnull
    return replace(
        _platform_below(prefix),
        httpd=PurePosixPath(apache.httpd),
        httpd_version=apache.httpd_version,
        mod_wsgi_version=apache.mod_wsgi_version,
        python=apache.python,
        modules_dir=PurePosixPath(apache.modules),
        static_modules=apache.static,
        wsgi_module=str(apache.mod_wsgi),
        rotatelogs=PurePosixPath(apache.rotatelogs),
        interpreter=PurePosixPath(sys.executable),
        mime_types=PurePosixPath(mime_types),
    )


def _platform_below(prefix: PurePosixPath) -> Platform:
    """Return the platform `local` with the directories that it writes below *prefix*."""
    return replace(
        PLATFORM,
        prefix=prefix,
        server_root=prefix,
        etc=prefix / PLATFORM.etc.relative_to("/"),
        share=prefix / PLATFORM.share.relative_to("/"),
        libexec=prefix / PLATFORM.libexec.relative_to("/"),
        run=prefix / PLATFORM.run.relative_to("/"),
        log=prefix / PLATFORM.log.relative_to("/"),
    )
