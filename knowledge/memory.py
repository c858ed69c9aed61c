"""Working out once what one message needs many times, and forgetting it afterwards.

What people type is personal: nothing made of it may stay in memory for longer than its answer
takes. So there is no memory but the one that `remembering` opens, and it ends with it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")

MOST_REMEMBERED = 512
"""Results kept at once: more than one message makes. A long piece of work starts afresh then."""

_UNKNOWN = object()
_results: ContextVar[dict[Any, Any] | None] = ContextVar("results", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """While this is open, what is `remembered` is worked out once; opened again, it is the same."""
    if _results.get() is not None:
        yield
        return
    results: dict[Any, Any] = {}
    opened = _results.set(results)
    try:
        yield
    finally:
        _results.reset(opened)
        results.clear()  # a task begun meanwhile may still hold it


def remembered(work: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that always answers the same to the same; its result must not be changed."""

    @wraps(work)
    def once(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        results = _results.get()
        if results is None:
            return work(*args, **kwargs)
        key = (work, args, *kwargs.items()) if kwargs else (work, args)
        found = results.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = work(*args, **kwargs)
            if len(results) >= MOST_REMEMBERED:
                results.clear()
            results[key] = found
        return cast("_T", found)

    return once
