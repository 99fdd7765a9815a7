"""What is plugged in at the counter, and the pictures that come from it. No Qt here."""
