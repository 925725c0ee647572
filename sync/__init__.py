"""How device and centre meet: `docs/sync.md` in code, and the Device facade that everything above uses."""
