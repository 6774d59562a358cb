"""Prints what `wsgigen build` built."""

from wsgigen.app.build_results import Built
from wsgigen.cli.output import print_line, print_next_steps, print_notes


def print_built(built: Built) -> None:
    """Print how many files a build wrote, with its notes and the next steps."""
    print_notes(built.notes)
    written = built.written
    print_line(
        f"{built.root}: {len(written.written)} written, {len(written.removed)} removed, "
        f"{written.unchanged} unchanged"
    )
    if built.kept_running:
        names = ", ".join(built.kept_running)
        print_notes([f"kept until you stop them and build again: {names}"])
    print_next_steps(built.next_steps)
