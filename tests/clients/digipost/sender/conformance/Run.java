package conformance;

/** One sender, from the first letter to the last tampered answer. */
final class Run {
    private Run() {}

    static void with(String[] arguments, Sender.Version version) throws Exception {
        Given given = Given.of(arguments);
        Checks checks = new Checks();
        checks.attempt(
                "the client can be made",
                () -> {
                    Sender sender = new Sender(checks, given, version);
                    new Letters(sender).run();
                    new Recipients(sender).run();
                    new Keeping(sender).run();
                    new Refusals(sender).run();
                });
        checks.finish();
    }
}
