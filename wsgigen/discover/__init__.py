"""What is there -> a profile to begin with."""
