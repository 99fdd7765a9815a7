"""Sending to the hub and fetching from it: an engine without I/O, a transport, and one thread that joins them."""
