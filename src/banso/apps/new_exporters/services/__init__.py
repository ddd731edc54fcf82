"""What can be done in the one-stop programme. Each call is one transaction and one event."""

from banso.apps.new_exporters.services.handing import accept, hand_back, hand_over, recall
from banso.apps.new_exporters.services.parts import StepData, move, start
from banso.apps.new_exporters.services.registering import (
    agree_to_sharing,
    change_readiness,
    close,
    register,
)

__all__ = [
    "StepData",
    "accept",
    "agree_to_sharing",
    "change_readiness",
    "close",
    "hand_back",
    "hand_over",
    "move",
    "recall",
    "register",
    "start",
]
