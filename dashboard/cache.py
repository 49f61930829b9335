"""A small cache that several threads share and that forgets what was used longest ago."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """Holds at most `capacity` units; `size` says how many a value takes (one by default)."""

    def __init__(self, capacity: int, size: Callable[[Value], int] = lambda value: 1) -> None:
        self._capacity = capacity
        self._size = size
        self._used = 0
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            return None

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value, forget the least recently used ones that no longer fit, and return the value."""
        with self._lock:
            if (old := self._values.pop(key, None)) is not None:
                self._used -= self._size(old)
            self._values[key] = value
            self._used += self._size(value)
            while self._used > self._capacity and self._values:
                self._used -= self._size(self._values.popitem(last=False)[1])
        return value

    def get_or(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what is kept, or make it and keep it; two threads may make the same value once each."""
        found = self.get(key)
        return self.put(key, make()) if found is None else found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._used = 0
