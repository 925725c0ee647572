"""The huddle list: a team's people with something open, for whoever leads the daily or weekly huddle."""
