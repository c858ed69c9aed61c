"""The dialogue: what Rasa is taught, and the parts of it that are our own."""
