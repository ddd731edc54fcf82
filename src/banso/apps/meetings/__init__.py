"""Online meetings of buyers and makers: slots proposed, one agreed, minutes."""
