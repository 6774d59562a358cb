"""Plan -> artifacts: pure, and one kind of file in each module of `outputs`."""
