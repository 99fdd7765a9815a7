"""Who may log in at the hub."""
