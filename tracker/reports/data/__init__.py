"""The plan as data: workbook, CSV, JSON, calendar and drafts of reminders.  Importing this loads none of them.

They show a position and are no reports: nothing is issued or recorded, and nothing in them can be verified later.
"""
