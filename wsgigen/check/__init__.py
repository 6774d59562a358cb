"""Plan and CIB -> Report: what conflicts with Pacemaker's per-component model, why, and what to do."""
