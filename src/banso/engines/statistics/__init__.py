"""Tables of counts and shares with their intervals."""
