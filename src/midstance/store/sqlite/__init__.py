"""Django's SQLite backend on a SQLite library that is known to be safe.

Versions 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write and
checkpoint at the same moment. Where no library outside that range is installed, the rollback
journal is used, which the fault does not touch.
"""
