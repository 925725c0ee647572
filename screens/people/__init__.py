"""People: everyone on this tablet, to be found by name, birth date or number."""
