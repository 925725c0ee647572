"""Unlock: the locked tablet. Neutral labels, the crisis numbers, and sync, which needs no passphrase."""
