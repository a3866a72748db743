"""What each form asks and which act it records, as data; how a form looks and moves stands in the screens and widgets."""
