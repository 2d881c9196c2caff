"""The five habits as measured states, and the short notes around them."""
