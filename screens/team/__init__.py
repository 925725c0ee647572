"""The team: who is at work, who works with whom, who covers and who is on call; and setting it."""
