"""What each form asks and which act it records, as data; how forms look and move stands in screens and widgets."""
