"""The cache that stays up: Redis, and PostgreSQL for five seconds after Redis did not answer.

allauth counts its rate limits in the cache, so a stopped Redis must neither open them nor answer 500.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

CIRCUIT_SECONDS = 5.0


class _Circuit:
    """Until when Redis is left alone; one for the whole process."""

    broken_until = 0.0


class FailoverCache(BaseCache):
    """Django cache backend; LOCATION is a Redis URL, OPTIONS["fallback_table"] a DatabaseCache table."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = dict(params.get("OPTIONS", {}))
        table = options.pop("fallback_table")
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("socket_timeout", 1.0)
        self._redis = RedisCache(location, {**params, "OPTIONS": options})
        self._database = DatabaseCache(table, {**params, "OPTIONS": {}})

    def _call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _Circuit.broken_until:
            try:
                return getattr(self._redis, method)(*args, **kwargs)
            except (RedisConnectionError, RedisTimeoutError):
                _Circuit.broken_until = time.monotonic() + CIRCUIT_SECONDS
        return getattr(self._database, method)(*args, **kwargs)

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(self._call("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._call("get", key, default=default, version=version)

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._call("set", key, value, timeout=timeout, version=version)

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._call("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._call("delete", key, version=version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._call("has_key", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._call("incr", key, delta=delta, version=version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return dict(self._call("get_many", list(keys), version=version))

    def clear(self) -> None:
        self._call("clear")

    def primary_is_up(self) -> bool:
        """Ask Redis itself, whatever the circuit says."""
        try:
            self._redis.get("readyz")
        except (RedisConnectionError, RedisTimeoutError):
            return False
        return True
