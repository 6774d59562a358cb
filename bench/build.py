"""How long `wsgigen build` takes for the controller's 25 services, as a whole process."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import PROFILES, Bound, directory, note, run, wsgigen

PROFILE = PROFILES / "controller-per-service.yaml"
_TIMES = 40


def bounds() -> Iterator[Bound]:
    """25 services, median of 40, beside `python -c pass` and ansible-playbook

    ansible-playbook templates the same files. wsgigen builds in one process. Each first build has a
    root of its own, and Python has compiled wsgigen, and wsgigen its templates, before.
    """
    with directory() as top:
        wsgigen("build", PROFILE, "--root", top / "before")
        bare, built, again = [], [], []
        for number in range(_TIMES):
            bare.append(run(sys.executable, "-c", "pass").seconds)
            built.append(wsgigen("build", PROFILE, "--root", top / str(number)).seconds)
            again.append(wsgigen("build", PROFILE, "--root", top / str(number)).seconds)
        note(
            f"bare {1000 * median(bare):.1f} ms, build {1000 * median(built):.1f} ms, again "
            f"{1000 * median(again):.1f} ms"
        )
        yield Bound("build, times a bare Python", median(built) / median(bare), 10)
        yield Bound("a second build, times the first", median(again) / median(built), 0.5)
        ansible = _ansible(top / "0", top / "ansible")
        note(f"ansible-playbook {ansible:.1f} s")
        yield Bound("ansible-playbook, times a build", ansible / median(built), 200, least=True)


def _ansible(tree: Path, top: Path) -> float:
    """Return the seconds in which ansible-playbook writes the files of *tree* into directories."""
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    target, templates = top / "root", top / "templates"
    templates.mkdir(parents=True)
    items = []
    for number, path in enumerate(files):
        (templates / f"{number}.j2").write_text("{% raw %}" + path.read_text() + "{% endraw %}")
        there = target / path.relative_to(tree)
        there.parent.mkdir(parents=True, exist_ok=True)
        items.append(
            {
                "src": str(templates / f"{number}.j2"),
                "dest": str(there),
                "mode": f"{path.stat().st_mode & 0o777:04o}",
            }
        )
    task = {
        "ansible.builtin.template": {
            name: f"{{{{ item.{name} }}}}" for name in ("src", "dest", "mode")
        },
        "loop": items,
    }
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [task]}
    play["vars"] = {"ansible_python_interpreter": sys.executable}
    (top / "playbook.yml").write_text(json.dumps([play]))
    os.environ |= {
        "ANSIBLE_HOME": str(top / "home"),
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
    }
    took = run(Path(sys.executable).with_name("ansible-playbook"), top / "playbook.yml").seconds
    different = [
        path
        for path in files
        if (target / path.relative_to(tree)).read_bytes() != path.read_bytes()
    ]
    assert not different, different
    return took
