"""Making a plan and reviewing one, on its own or inside a contact: the same questions, read in the same way."""
