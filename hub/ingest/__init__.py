"""The stations' side of the hub: enrolment, tokens, log, files, and what the events make of the tables."""
