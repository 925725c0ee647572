"""Alembic's entry: runs inside the transaction that `Database.migrate` opened."""

from alembic import context

from central.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
