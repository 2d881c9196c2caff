"""Films of made people with a known truth: the whole way from a file to figures is tried."""
