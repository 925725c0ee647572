"""Who somebody is that was written of and is on no list: matched with somebody known, or registered as new."""
