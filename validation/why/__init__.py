"""How often the search for changes finds a planted cause, and how often it calls for nothing."""
