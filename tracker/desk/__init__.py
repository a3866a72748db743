"""What people do: one function for each act, which checks permission and rules, drafts entries and appends them.

The only way in, for the terminal UI, the command line and imports alike.
"""
