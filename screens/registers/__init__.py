"""The registers of a team: what is open in each, one line whole with its next step, and the forms that add to them."""
