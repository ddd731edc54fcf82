"""What can be done in this room. Each call is one transaction and one event."""

from banso.apps.notices.services.letters import LetterData, send_letter

__all__ = ["LetterData", "send_letter"]
