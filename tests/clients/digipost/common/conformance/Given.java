package conformance;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run is given on its command line. */
public record Given(URI listener, long broker, byte[] keys, String password, Admin admin) {
    private static final String USAGE = "LISTENER BROKER-ID FILE.p12 PASSWORD ADMIN";

    /** Reads the arguments, and ends the process when they are not five. */
    public static Given of(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("usage: " + USAGE);
            System.exit(2);
        }
        return new Given(
                URI.create(arguments[0]),
                Long.parseLong(arguments[1]),
                Files.readAllBytes(Path.of(arguments[2])),
                arguments[3],
                new Admin(arguments[4]));
    }

    public InputStream keyStore() {
        return new ByteArrayInputStream(keys);
    }
}
