"""What comes in from outside: the recommendation files, and existing plans in workbooks and documents.

Nothing here writes to the ledger; the desk does that with what this package has read and checked.
"""
