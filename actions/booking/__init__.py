"""Booking a visit, and looking up, moving or cancelling one."""
