"""A handover: what a receiving team needs, put together from the record, given to them and accepted by a named human there."""
