"""The thread of a conversation: what was spoken of before, and the words that take it up again."""
