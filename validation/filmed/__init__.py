"""How far films of movement screens can be trusted, on made figures seen by a modelled camera."""
