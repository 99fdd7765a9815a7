"""The core of the station: everything that the counter does, without a window. No Qt here."""
