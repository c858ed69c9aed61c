"""Visits to the hall: when it is open, what is free, a booking's life (decree D19, D20)."""
