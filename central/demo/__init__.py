"""A fictional team and its year: everything `make demo` shows. Names, numbers and events are made up."""
