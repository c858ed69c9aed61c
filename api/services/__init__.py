"""What the routes do, free of HTTP: composing answers, keeping conversations, booking visits."""
