package conformance;

import java.util.Objects;

/** One run's checks, printed as the other scripts print theirs. A failed one lets the run go on. */
public final class Checks {
    private int passed;
    private int failed;

    /** Something that may throw whatever it likes. */
    @FunctionalInterface
    public interface Part {
        void run() throws Exception;
    }

    /** {@code what} holds when {@code found} is {@code expected}; otherwise both are shown. */
    public void equal(String what, Object found, Object expected) {
        boolean holds = Objects.equals(found, expected);
        that(what, holds, "expected " + expected + ", found " + found);
    }

    /** {@code what} holds or not; {@code otherwise} says what was found instead. */
    public void that(String what, boolean holds, Object otherwise) {
        if (holds) {
            passed += 1;
            System.out.println("ok - " + what);
        } else {
            failed += 1;
            System.out.println("not ok - " + what + ": " + otherwise);
        }
    }

    /** Turns an exception inside a part into one failed check, so that the rest still runs. */
    public void attempt(String what, Part part) {
        try {
            part.run();
        } catch (Exception | LinkageError trouble) {
            that(what, false, chain(trouble));
        }
    }

    /** Prints the sum as the last line and ends the process, with 1 after any failure. */
    public void finish() {
        if (passed + failed == 0) {
            that("something was checked", false, "nothing ran");
        }
        System.out.println(passed + " passed, " + failed + " failed");
        // Clients leave threads behind that would keep the process alive.
        System.exit(failed == 0 ? 0 : 1);
    }

    /** An exception with its causes and the first line of ours, in one line. */
    public static String chain(Throwable trouble) {
        StringBuilder text = new StringBuilder();
        for (Throwable one = trouble; one != null; one = one.getCause()) {
            text.append(text.length() == 0 ? "" : " <- ").append(one.getClass().getSimpleName());
            text.append(": ").append(one.getMessage());
        }
        for (StackTraceElement place : trouble.getStackTrace()) {
            if (place.getClassName().startsWith("conformance.")) {
                return text + " (" + place.getFileName() + ":" + place.getLineNumber() + ")";
            }
        }
        return text.toString();
    }
}
