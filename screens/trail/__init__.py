"""Trail: a person's entries in order, with who, when, where, when held centrally and who saw."""
