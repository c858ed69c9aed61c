"""Goals of a measure: all is measured and printed, and only then a missed one ends in status 1."""

from dataclasses import dataclass, field


@dataclass
class Goals:
    """The goals of one measure.

    Attributes:
        missed: a few words on each that was missed.
    """

    missed: list[str] = field(default_factory=list)

    def at_most(self, what: str, value: float, limit: float) -> None:
        self.expect(value <= limit, f"{what}: {value:.4g}, at most {limit:g} wanted")

    def at_least(self, what: str, value: float, limit: float) -> None:
        self.expect(value >= limit, f"{what}: {value:.4g}, at least {limit:g} wanted")

    def expect(self, met: bool, otherwise: str) -> None:
        if not met:
            self.missed.append(otherwise)

    def settle(self) -> None:
        """Say which were missed, if any, and leave with status 1 then; the last thing to do."""
        if self.missed:
            print(f"missed goals: {'; '.join(self.missed)}", flush=True)
            raise SystemExit(1)
