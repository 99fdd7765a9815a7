"""The local store: SQLite and a folder of files. The only place that knows SQL."""
