"""What people are reminded of: one ledger, one digest, no flood."""
