"""The encrypted store on a device: sealing, keys, profiles, and SQLite holding sealed rows (docs/sealed-entry.md)."""
