"""The pages on which somebody does one thing at the consultation window."""
