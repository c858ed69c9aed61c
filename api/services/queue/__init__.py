"""The queue in the hall: check-in, tickets, calling, waiting times, the display board (D19)."""
