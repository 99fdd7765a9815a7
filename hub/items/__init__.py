"""The tables that events are projected into: items, handovers, refusals."""
