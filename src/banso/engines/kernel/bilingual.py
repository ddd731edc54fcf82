"""Words that stand in files and figures in both languages at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Japanese and English."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in a language; Japanese unless it is "en"."""
        return self.en if language == "en" else self.ja
