"""The sample runner: made up by code, the same for everyone, with a known story."""
