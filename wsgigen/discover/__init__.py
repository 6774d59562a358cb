"""This machine and its cluster -> a profile to begin with."""
