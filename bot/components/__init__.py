"""Our own parts of the Rasa pipeline and its stores."""
