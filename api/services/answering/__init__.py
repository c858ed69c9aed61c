"""Parts of an answer: what is asked, what is said of a matter or without one, and what goes on."""
