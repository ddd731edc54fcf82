"""What charging does: income and coverage, declined quotes, use before and after, who drops out."""
