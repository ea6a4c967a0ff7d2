"""Counts checks and prints one line for each: what the scripts in this folder share."""

import sys
from contextlib import contextmanager


class Checks:
    """One run's checks. A failed one is printed and counted, and the run goes on."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def equal(self, what, found, expected):
        """`what` holds when `found` is `expected`; otherwise both are shown."""
        self.that(what, found == expected, f"expected {expected!r}, found {found!r}")

    def that(self, what, holds, otherwise=""):
        """`what` holds or not; `otherwise` says what was found instead."""
        if holds:
            self.passed += 1
            print(f"ok - {what}", flush=True)
        else:
            self.failed += 1
            print(f"not ok - {what}: {otherwise}" if otherwise else f"not ok - {what}", flush=True)

    @contextmanager
    def attempt(self, what):
        """Turns an exception inside the block into one failed check, so that the rest still runs."""
        try:
            yield
        except Exception as error:  # any trouble at all is the finding here
            self.that(what, False, f"{type(error).__name__}: {error}")

    def finish(self):
        """Prints the sum as the last line and ends the process, with 1 after any failure."""
        if self.passed + self.failed == 0:
            self.that("something was checked", False, "nothing ran")
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
