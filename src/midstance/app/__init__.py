"""Use cases: one verb, one file. Each says what it changes, refuses, repeats and keeps private."""
