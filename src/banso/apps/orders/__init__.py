"""Orders that came of Japan Street: reported by one side, confirmed by the other, counted as exports."""
