"""Pacemaker's configuration: a CIB, read from a file or made from a plan."""
