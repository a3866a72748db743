"""The page of keys in docs, made from the registry: ``python -m tracker.tui.keys_page`` prints it.

A test holds docs/keys.md equal to it.
"""

from __future__ import annotations

import sys

from tracker.tui.registry import ANYWHERE, COMMANDS, SCREENS, Command, key_words

HEAD = """# Keys of the terminal UI

Made from the registry of commands (tracker/tui/registry.py) by `python -m tracker.tui.keys_page`; a test holds this
page equal to it. Commands without a key are reached with `m` (everything that can be done on what the cursor stands
on) or with `g` (every command and every reference; type `R4.BRI.2` to jump there). What cannot be done now is dim, and
says why when it is tried. Every key works with the mouse too: click it at the foot of the screen.

The arrows, Page Up, Page Down, Home and End move the cursor; on a page they scroll where nothing can be chosen near.
Tab goes on to the next part of a screen or the next field of a form. In a form → takes over what is offered in a field;
in a list of choices one types to narrow it, and Enter chooses.
"""


def page() -> str:
    """Return the page as Markdown."""
    groups: dict[str, list[Command]] = {}
    for command in COMMANDS:
        groups.setdefault(command.group, []).append(command)
    parts = [HEAD]
    for name, commands in groups.items():
        parts.append(f"## {name}\n\n| Key | Command | What it does | Where | Act |\n| --- | --- | --- | --- | --- |")
        parts += [_row(command) for command in commands]
        parts.append("")
    return "\n".join(parts)


def _row(command: Command) -> str:
    key = " or ".join(f"`{key_words(part)}`" for part in command.key.split(",")) if command.key else ""
    where = "everywhere" if ANYWHERE in command.screens else ", ".join(SCREENS[name] for name in command.screens)
    act = f"`{command.act}`" if command.act else ""
    return f"| {key} | {command.words} | {command.help} | {where} | {act} |"


if __name__ == "__main__":
    sys.stdout.write(page())
