"""Questions about matters, answered by api."""
