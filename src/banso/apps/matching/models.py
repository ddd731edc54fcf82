"""Who can help with what: the best experts for a need or case, and the weekly plan under capacity."""
