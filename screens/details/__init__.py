"""Correcting who somebody is recorded to be: what changes is shown, and a name or a birth date confirmed, before it is saved."""
