"""Pacemaker's own: the cluster's configuration, and what it means."""
