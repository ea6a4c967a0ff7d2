// Counts checks and prints one line for each, like checks.py beside this folder.
import { isDeepStrictEqual } from "node:util";

export class Checks {
  passed = 0;
  failed = 0;

  /** `what` holds when `found` is `expected`; otherwise both are shown. */
  equal(what, found, expected) {
    const shown = [expected, found].map((it) => JSON.stringify(it) ?? "nothing");
    const otherwise = `expected ${shown[0]}, found ${shown[1]}`;
    this.that(what, isDeepStrictEqual(found, expected), otherwise);
  }

  /** `what` holds or not; `otherwise` says what was found instead. */
  that(what, holds, otherwise = "") {
    if (holds) {
      this.passed += 1;
      console.log(`ok - ${what}`);
    } else {
      this.failed += 1;
      console.log(otherwise ? `not ok - ${what}: ${otherwise}` : `not ok - ${what}`);
    }
  }

  /** Turns an exception into one failed check, so that the rest still runs. */
  async attempt(what, scene) {
    try {
      await scene();
    } catch (error) {
      this.that(what, false, `${error.name}: ${error.message}`);
    }
  }

  /** Prints the sum as the last line; the process ends with 1 after any failure. */
  finish() {
    if (this.passed + this.failed === 0) {
      this.that("something was checked", false, "nothing ran");
    }
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}
