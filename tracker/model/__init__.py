"""What a plan is made of: words, references, dates and the safety of text.  No input or output, no SQL, no screens."""
