"""Standing indicators: definitions as files, figures over a snapshot."""
