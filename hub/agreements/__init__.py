"""Stations, actors and agreements, and the register that is published to the counters."""
