"""Moves of the conversation itself: greetings, starting over, going on."""
