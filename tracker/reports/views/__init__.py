"""View models: what each part of a report says, as data to be tested on its own.  No Markdown and no files here."""
