"""What other rooms and pages read of this room."""
