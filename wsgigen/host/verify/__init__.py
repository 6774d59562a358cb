"""Verifies rendered files with the programs that will read them."""
