"""Sync: what is on this tablet, what the centre holds, and whether everything needed today is here."""
