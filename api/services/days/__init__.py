"""Days in the hall: open or closed, counted as the law counts them, and in words."""
