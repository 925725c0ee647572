"""Applying a restriction, and reviewing one: one form, kept as a sealed draft from the first key on."""
