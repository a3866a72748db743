"""What the desk advises as a command line, said as what one does on the screens: its command, its key, its field.

The desk words a refusal once, for everybody; the registry says how the same is done here.  What only the command line
can do is left as it is, and said to be so.
"""

from __future__ import annotations

import re

from tracker.tui.registry import BY_ID, key_words

COMMANDS = {
    "action adopt": "adopt",
    "action reopen": "reopen",
    "action revise": "agree_date",
    "action request": "request_date",
    "action reassign": "reassign",
    "check": "go_position",
    "complete": "claim",
    "decision withdraw": "withdraw_request",
    "evidence link": "link",
    "evidence receive": "receive",
    "evidence review": "review",
    "evidence revise": "revise_evidence",
    "log": "history",
    "people add": "add_person",
    "query press": "press_query",
    "report": "go_reports",
    "show": "palette",
    "signoff": "sign_off",
    "status": "go_position",
    "verify": "go_verify",
}
"""Command of the command line → command of the registry that does the same or shows the same."""

FIELDS = {
    "advice": "Advice",
    "advice-on": "Advice given",
    "agreed-by": "Agencies",
    "amount": "Amount in pounds",
    "custodian": "Custodian",
    "due": "Due",
    "file": "File",
    "into": "New actions",
    "lead": "Lead agency",
    "owner": "Owner",
    "place": "Place",
    "reported-by": "Reported by",
    "rule": "Accepts rule",
    "state": "How certain",
    "to": "It serves",
    "until": "Accepts until",
    "why": "Why",
}
"""Option of the command line → label of the field that asks for the same."""

_ARGUMENT = r"(?: (?:'#?\w+'|#?[A-Z][A-Z0-9-]*(?:\.(?:[A-Z]+|m?\d+))*\b(?![a-z])|--[a-z-]+ (?:[A-Z]+|\d+)|#\d+))*"
_COMMAND = re.compile(rf"\btracker ({'|'.join(sorted(COMMANDS, key=len, reverse=True))})\b(?: FILE)?{_ARGUMENT}")
_OTHER = re.compile(rf"\btracker [a-z]+{_ARGUMENT}")
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)(?: (?:[A-Z][A-Z0-9]*|\d+)\b(?!\.\w))?")


def here(words: str) -> str:
    """Return *words* with every command line in them said as it is done on the screens."""
    words = words.replace(" with -o.", ".")
    if "tracker " not in words and "--" not in words:
        return words
    words = _COMMAND.sub(_command, words)
    words = _OTHER.sub(lambda found: f"{found[0]} (on the command line)", words)
    return _OPTION.sub(_option, words)


def _command(found: re.Match[str]) -> str:
    command = BY_ID[COMMANDS[found[1]]]
    key = key_words(command.key, first=True) if command.key else "m or g"
    return f"'{command.words}' ({key})"


def _option(found: re.Match[str]) -> str:
    label = FIELDS.get(found[1])
    return f"'{label}'" if label else f"{found[0]} on the command line"
