"""Speed, measured beside its floor in the same run. Not part of what is shipped, and never asserted in a test."""
