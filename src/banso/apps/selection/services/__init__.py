"""What can be done to applications and rounds. Each call is one transaction and one event in a chain."""

from banso.apps.casework.services import EffortData, GoalData
from banso.apps.selection.services.determining import ask_more, determine, look_again, wait_list
from banso.apps.selection.services.looks import assign_look
from banso.apps.selection.services.lots import draw_lot
from banso.apps.selection.services.rounds import (
    RoundData,
    change_round,
    free_place,
    open_round,
    seal,
)
from banso.apps.selection.services.screening import assent, declare, discuss, screen
from banso.apps.selection.services.writing import Draft, change, keep_typed, start, submit, withdraw

__all__ = [
    "Draft",
    "EffortData",
    "GoalData",
    "RoundData",
    "ask_more",
    "assent",
    "assign_look",
    "change",
    "change_round",
    "declare",
    "determine",
    "discuss",
    "draw_lot",
    "free_place",
    "keep_typed",
    "look_again",
    "open_round",
    "screen",
    "seal",
    "start",
    "submit",
    "wait_list",
    "withdraw",
]
