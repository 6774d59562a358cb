"""From what is there to what shall be."""
