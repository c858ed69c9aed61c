"""Measures of the appointment system: the last seats, a killed process, writes, a full table."""
