"""What people do: each action is one function and one transaction, and returns what changed."""
