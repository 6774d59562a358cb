"""What is known of services and platforms, with its sources."""
