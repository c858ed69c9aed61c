"""Having the result of a matter sent (快递送达)."""
