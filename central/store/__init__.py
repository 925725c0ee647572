"""The store beneath the centre: tables, migrations and transactions. Nothing here knows what an entry means."""

from central.store.database import Database

__all__ = ["Database"]
