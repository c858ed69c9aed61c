"""Being helped through a matter by the hall's staff (帮办代办)."""
