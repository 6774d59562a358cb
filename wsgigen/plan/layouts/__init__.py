"""How services are spread over Apache instances, one way a module."""
