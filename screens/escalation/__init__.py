"""Escalations on screen: the call first, then what is asked; and what came of it."""
