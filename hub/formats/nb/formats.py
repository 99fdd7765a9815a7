"""Bokmål."""

SHORT_DATETIME_FORMAT = r"d.m.Y \k\l. H.i"
