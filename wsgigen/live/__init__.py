"""Calls the real programs."""
