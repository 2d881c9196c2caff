"""Web and worker as one process group: started, watched and stopped together."""
