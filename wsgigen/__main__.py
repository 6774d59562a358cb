"""`python -m wsgigen`."""

from wsgigen.cli import main

main()
