"""The widgets that screens are made of: lists and pages drawn line by line, the head, the keys, the fields of forms."""
