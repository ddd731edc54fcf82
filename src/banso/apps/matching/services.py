"""What can be done in this room. Each call is one transaction and one event."""
