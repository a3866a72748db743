"""What the page of each kind of object says, as blocks made from the register's answers; no widget stands here."""
