"""Distributions, one value a module."""
