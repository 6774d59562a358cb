"""Kinds of files, one a module."""
