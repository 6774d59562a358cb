"""The profile, as the user wrote it."""
