"""How an action goes on while it is not done: what happened, another owner or deadline, what the other service said."""
