"""The channel through which the gateway reaches the dialogue."""
