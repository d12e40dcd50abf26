"""A token bucket in whole numbers, so that a restart continues with exactly what was there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` in each `period`, a period being in milliseconds. No limit when either is 0."""

    count: int
    period: int

    @property
    def is_limit(self) -> bool:
        """Whether it limits anything."""
        return self.count > 0 and self.period > 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens that are left at `at`. One token is `rate.period` units, and each millisecond brings `rate.count` units.

    In any stretch of t milliseconds it gives at most count + t * count / period tokens.
    """

    rate: Rate
    units: int
    at: int

    @classmethod
    def full(cls, rate: Rate, now: int) -> Bucket:
        """A bucket from which nothing was taken yet."""
        return cls(rate, rate.count * rate.period, now)

    def refilled(self, rate: Rate, now: int) -> Bucket:
        """As it is at `now`. A clock that was set back brings nothing; another rate keeps the part that is full."""
        whole = self.rate.count * self.rate.period
        units = min(whole, self.units + max(0, now - self.at) * self.rate.count)
        if rate != self.rate:
            units = units * rate.count * rate.period // whole if whole else rate.count * rate.period
        return Bucket(rate, units, now)

    @property
    def has_token(self) -> bool:
        """Whether one can be taken."""
        return not self.rate.is_limit or self.units >= self.rate.period

    def taken(self) -> Bucket:
        """With one token less. Only a bucket that has one gives one."""
        assert self.has_token
        return Bucket(self.rate, self.units - self.rate.period, self.at) if self.rate.is_limit else self

    @property
    def next_token(self) -> int:
        """When one can be taken."""
        if self.has_token:
            return self.at
        return self.at - (self.units - self.rate.period) // self.rate.count
