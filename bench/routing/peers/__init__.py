"""Other ways to find the matter, each taught with the same texts."""
