"""The command line: options, one call into `app/`, output, exit status."""
