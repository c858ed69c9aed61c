"""How many whole conversations go as a competent clerk would lead them."""
