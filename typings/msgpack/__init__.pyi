# The part of msgpack this project uses; the package ships no types of its own.
from collections.abc import Callable
from typing import Any

class ExtType:
    code: int
    data: bytes
    def __init__(self, code: int, data: bytes) -> None: ...

class UnpackException(Exception): ...
class BufferFull(UnpackException): ...
class OutOfData(UnpackException): ...
class FormatError(ValueError, UnpackException): ...
class StackError(ValueError, UnpackException): ...

UnpackValueError = ValueError

class ExtraData(ValueError):
    unpacked: Any
    extra: bytes

def packb(
    o: object,
    *,
    default: Callable[[Any], Any] | None = ...,
    use_bin_type: bool = ...,
    strict_types: bool = ...,
) -> bytes: ...
def unpackb(
    packed: bytes | bytearray | memoryview,
    *,
    raw: bool = ...,
    use_list: bool = ...,
    strict_map_key: bool = ...,
    timestamp: int = ...,
    ext_hook: Callable[[int, bytes], Any] = ...,
    max_buffer_size: int = ...,
    max_str_len: int = ...,
    max_bin_len: int = ...,
    max_array_len: int = ...,
    max_map_len: int = ...,
    max_ext_len: int = ...,
) -> Any: ...
