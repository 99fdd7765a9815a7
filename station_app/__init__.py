"""The core of the station: everything that the counter does, without a window. No Qt here."""

VERSION = "0.1.0"
"""Of the whole project. Here and not asked of what is installed: that takes as long to load as an HTTP client."""
