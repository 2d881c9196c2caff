"""The stations of an import: found on disk, read and estimated, stored, linked to duplicates."""
