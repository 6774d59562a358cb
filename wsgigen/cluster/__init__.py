"""A plan and a CIB, and what they are to each other."""
