"""Files that belong to records: uploaded, looked at, private by default."""
