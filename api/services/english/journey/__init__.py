"""Plans of several matters for those who write English: the same walk, other words."""
