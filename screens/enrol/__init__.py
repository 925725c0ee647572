"""Enrol: from an invitation and a passphrase to a profile of one's own on this tablet."""
