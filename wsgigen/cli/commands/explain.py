"""Print the page of RULE, or list all rules.

A page says what the rule checks, why, and what to do instead.
"""

from inspect import cleandoc

import click

from wsgigen.app.explain import rule_called
from wsgigen.check.page import page
from wsgigen.check.run import rules
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.text import terminal


@click.command(
    cls=Command,
    help=__doc__,
    examples=("wsgigen explain", "wsgigen explain shared-instance"),
)
@click.argument("rule", required=False, shell_complete=options.completes("accept"))
def explain(rule: str | None) -> None:
    if rule is None:
        rows = (
            (listed.name, listed.severity.word, page(listed.page).summary)
            for listed in rules().values()
        )
        terminal.print_table(("rule", "severity", "says"), rows)
        return
    called = rule_called(rule)
    terminal.print_coloured(f"{rule} ({called.severity.word})\n\n{cleandoc(called.page)}\n")


COMMAND = explain
