"""The database, the streams and the originals: everything of a runner that outlives a process."""
