package conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;

/** The admin API of one sandbox: who is in the cast, what people do, and trouble. */
public final class Admin {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Trouble for whichever operation of the service is asked next. */
    private static final String SERVICE = "digipost";
    /** What a recipient does to a letter, and the field that names it. */
    private static final String OPEN = "read-mail";
    private static final String LETTER = "mail";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /** {@code base} is the address of the sandbox, ending in its name. */
    public Admin(String base) {
        this.base = base.replaceAll("/+$", "");
    }

    public JSONObject person(String slug) throws Exception {
        return new JSONObject(ask("GET", "/people/" + slug, null));
    }

    public String ssn(String slug) throws Exception {
        return person(slug).getString("ssn");
    }

    public JSONObject company(String slug) throws Exception {
        return new JSONObject(ask("GET", "/companies/" + slug, null));
    }

    public long brokerOf(String slug) throws Exception {
        return company(slug).getJSONObject("digipost").getLong("broker_id");
    }

    /** The company that is this broker. */
    public JSONObject companyOf(long broker) throws Exception {
        for (Object one : new JSONArray(ask("GET", "/companies", null))) {
            JSONObject company = company(((JSONObject) one).getString("slug"));
            JSONObject digipost = company.optJSONObject("digipost");
            if (digipost != null && digipost.optLong("broker_id") == broker) {
                return company;
            }
        }
        throw new IllegalStateException("no company of the cast is the broker " + broker);
    }

    /** Sandbox time. */
    public ZonedDateTime now() throws Exception {
        String now = new JSONObject(ask("GET", "/clock", null)).getString("now");
        return ZonedDateTime.parse(now);
    }

    public void advance(String by) throws Exception {
        ask("POST", "/clock/advance", new JSONObject().put("by", by));
    }

    /** The person opens the letter. */
    public void open(String slug, String document) throws Exception {
        act(slug, OPEN, Map.of(LETTER, document));
    }

    public void act(String slug, String action, Map<String, ?> fields) throws Exception {
        ask("POST", "/people/" + slug + "/actions/" + action, new JSONObject(fields));
    }

    /** Arms one piece of trouble by name, for the next request for this operation. */
    public void arm(String operation, String fault) throws Exception {
        arm(operation, new JSONObject().put("fault", fault));
    }

    /** Arms an HTTP status for the next request, whatever it asks for. */
    public void arm(int status) throws Exception {
        arm(SERVICE, new JSONObject().put("status", status));
    }

    private void arm(String on, JSONObject effect) throws Exception {
        JSONObject rule = new JSONObject().put("on", on).put("then", effect).put("times", 1);
        ask("POST", "/faults", rule);
    }

    /** How many pieces of trouble were armed and did not speak; they are taken away. */
    public int disarm() throws Exception {
        int waiting = 0;
        for (Object one : new JSONArray(ask("GET", "/faults", null))) {
            waiting += ((JSONObject) one).optInt("spoke") == 0 ? 1 : 0;
        }
        ask("DELETE", "/faults", null);
        return waiting;
    }

    /** Sends a request that is not for the admin API; redirects are not followed. */
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    }

    private String ask(String method, String path, JSONObject body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            String found = answer.statusCode() + " " + answer.body();
            throw new IOException(method + " " + path + ": " + found);
        }
        return answer.body();
    }
}
