"""Bare machines."""
