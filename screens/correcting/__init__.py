"""Correcting what was recorded: by saying it anew, or by saying that it should not be there. Both stay in the trail."""
