"""The short forms of a person's page: where they are, visit notes, safeguarding, actions, candour, the review of a plan."""
