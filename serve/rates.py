"""How often a client may ask: a token bucket each, in bounded memory."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from data.errors import TooManyRequests

_MOST_CLIENTS: Final = 10_000
"""Clients that are remembered; of more, those that were seen longest ago are forgotten."""


_LONGEST_NAME: Final = 60


class Rates:
    """A bucket of `burst` tokens for each client, filled with `limit` tokens a second.

    A bucket is kept as one number, the time at which it is full again: a bucket that is full need
    not be kept at all.

    Parameters
    ----------
    limit
        Requests a second in the long run; 0 sets no limit.
    burst
        Requests that may come at once.
    clock
        Tells the time in seconds.
    """

    def __init__(
        self, limit: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._clock = clock
        if limit:
            self._cost = 1 / limit
            self._depth = (burst - 1) * self._cost
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> None:
        """Take a token from a client's bucket.

        Raises
        ------
        TooManyRequests
            It holds none; says when it will.
        """
        if not self._limit:
            return
        now = self._clock()
        full_at = max(self._full_at.get(client, now), now)
        missing = full_at - now - self._depth
        if missing > 1e-9:  # the rounding of times is no reason to refuse
            raise TooManyRequests(math.ceil(missing))
        self._full_at[client] = full_at + self._cost
        self._full_at.move_to_end(client)
        if len(self._full_at) > _MOST_CLIENTS:
            self._full_at.popitem(last=False)


def client_of(address: str) -> str:
    """Whom an address stands for: of IPv6, one client has a whole network of 64 bits.

    >>> client_of("192.0.2.7"), client_of("2001:db8::7:8"), client_of("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7')
    """
    if ":" not in address:
        return address[:_LONGEST_NAME]
    try:
        ip = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:  # a proxy may pass on anything
        return address[:_LONGEST_NAME]
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((ip, 64), strict=False))
