# The part of sqlite-utils this project uses, fully typed; the package's own types leave parameters open.
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

class Database:
    conn: sqlite3.Connection
    def __init__(
        self,
        filename_or_conn: sqlite3.Connection,
        *,
        recursive_triggers: bool = ...,
        execute_plugins: bool = ...,
    ) -> None: ...
    def execute(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] | None = ...
    ) -> sqlite3.Cursor: ...
    def query(
        self, sql: str, params: Sequence[object] | Mapping[str, object] | None = ...
    ) -> Iterator[dict[str, Any]]: ...
    def table(self, table_name: str) -> Table: ...
    def table_names(self) -> list[str]: ...

class Table:
    count: int
    def create(
        self,
        columns: Mapping[str, type],
        *,
        pk: str | None = ...,
        not_null: Iterable[str] | None = ...,
        strict: bool = ...,
    ) -> Table: ...
    def create_index(
        self, columns: Iterable[str], *, index_name: str | None = ..., unique: bool = ...
    ) -> Table: ...
    def add_column(self, col_name: str, col_type: type) -> Table: ...
    def count_where(self, where: str | None = ..., where_args: Sequence[object] | None = ...) -> int: ...
    def rows_where(
        self,
        where: str | None = ...,
        where_args: Sequence[object] | None = ...,
        *,
        order_by: str | None = ...,
        select: str = ...,
        limit: int | None = ...,
    ) -> Iterator[dict[str, Any]]: ...
