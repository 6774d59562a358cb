"""Plan and CIB -> Report: the conflicts with Pacemaker, why they matter, and the way out."""
