"""Apache, mod_wsgi and systemd deployments of WSGI services, from one profile."""

__version__ = "0.1.0"
