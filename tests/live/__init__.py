"""Real Apache, real mod_wsgi, real OpenStack services."""
