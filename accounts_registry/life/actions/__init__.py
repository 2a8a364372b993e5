"""The verbs of a channel's life, by the moment they belong to."""

from accounts_registry.life.actions.closing import close, release_name, settle_step, start_closing
from accounts_registry.life.actions.guarding import note_flags, settle_gaps
from accounts_registry.life.actions.opened import agree_logo, complete, open_early
from accounts_registry.life.actions.owners import change_owner
from accounts_registry.life.actions.pausing import (
    agree_to_resume,
    confirm_frozen,
    pause,
    pause_for_safety,
    resume,
)
from accounts_registry.life.actions.reopening import keep, note_reappearance, reverse_mistake

__all__ = [
    "agree_logo",
    "agree_to_resume",
    "change_owner",
    "close",
    "complete",
    "confirm_frozen",
    "keep",
    "note_flags",
    "note_reappearance",
    "open_early",
    "release_name",
    "resume",
    "reverse_mistake",
    "settle_gaps",
    "settle_step",
    "start_closing",
    "pause",
    "pause_for_safety",
]
