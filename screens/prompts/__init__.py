"""Prompts: what needs me first, then the rest; and one prompt whole, with what can be done about it."""
