"""The catalogue: WSGI services, one value a module."""
