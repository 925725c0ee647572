"""A person's own copy of a plan, a restriction or a decision: put into words for them, shown or read to them, and what became of it."""
