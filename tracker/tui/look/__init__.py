"""How things look before any widget draws them: inks, wrapped text, and pages laid out into lines.

Nothing here knows Textual's widgets or asks the register anything.
"""
