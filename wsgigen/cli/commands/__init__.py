"""The commands, one a module: its docstring is the help text, its value COMMAND the command."""
