"""Facts about services and platforms, with their sources."""
