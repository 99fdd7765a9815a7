"""Things that are kept for an actor: made and taken back here, told to the counters, ended by what the counters did."""
