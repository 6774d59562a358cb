"""The plan: what will be deployed."""
