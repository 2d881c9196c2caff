"""Parts of the knee check's use cases: questions and results in words, stored checks."""
