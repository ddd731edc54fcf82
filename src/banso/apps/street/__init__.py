"""Japan Street as its invited buyers see it: entering, finding products, keeping a shortlist."""
