"""What the hall's staff count: what is asked for and found, booked, served and graded (D26)."""
