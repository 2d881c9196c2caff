"""What changed before a pain: what is read for it, what comes out, and its words."""
