"""A person, as somebody reads them before going in."""
