"""The terminal UI: screens, forms and keys over the questions of the register and the acts of the desk.

No rule of the plan and no SQL stands here; Textual is imported nowhere else.
"""
