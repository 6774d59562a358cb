"""Text for people: columns, colours, phrases."""
