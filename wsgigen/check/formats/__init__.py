"""Ways to write down what was checked, one a module."""
