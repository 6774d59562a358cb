"""SELinux: the contexts of generated files, and the program that loads them and labels ports.

The policies of EL and Fedora write contexts for /var/run and take them for /run, too; newer ones do
the opposite. So contexts are written for both.

Source
    SELinuxProject/refpolicy, policy/modules/services/apache.fc
    fedora-selinux/selinux-policy, config/file_contexts.subs_dist
"""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import script
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one module for all instances, where the platform has SELinux.

    Contexts belong to directories that all instances share.
    """
    platform = plan.platform
    if platform.selinux is None:
        return
    contexts = {
        platform.etc: "httpd_config_t",
        platform.run: "httpd_var_run_t",
        f"/var{platform.run}": "httpd_var_run_t",
        platform.log: "httpd_log_t",
        platform.share / "wsgi": "httpd_sys_content_t",
    }
    module = platform.selinux / "wsgigen.cil"
    patterns = tuple((f"{path}(/.*)?", context) for path, context in contexts.items())
    yield Artifact(module, render_template("selinux.cil.j2", contexts=patterns))
    labelled = tuple(str(path) for path in contexts if not str(path).startswith("/var/run"))
    values = {
        "instances": str(platform.share / "instances"),
        "module": str(module),
        "labelled": labelled,
        "package": platform.packages["selinux"],
    }
    yield Artifact(
        script(plan, "selinux"),
        render_template("selinux.python.j2", platform=platform, **values),
        mode=0o755,
    )


OUTPUT = Output("selinux", render)
