package conformance;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;

/** Whoever sends the bank's customers invoices: plain HTTP, unsigned, as the sandbox takes it. */
final class Issuer {
    static final BigDecimal AMOUNT = new BigDecimal("450.50");
    static final String ACCOUNT = "86011117947";
    static final String KID = "000002123453";

    private static final String V7 = "application/vnd.digipost-v7+xml";
    private static final String MARK = "a-line-that-no-part-has";

    private final URI listener;
    private final Admin admin;
    private final String slug;

    Issuer(URI listener, Admin admin, String slug) {
        this.listener = listener;
        this.admin = admin;
        this.slug = slug;
    }

    String name() throws Exception {
        return admin.company(slug).getString("name");
    }

    /** Sends an invoice and returns its content. */
    byte[] send(String ssn, String subject, LocalDate due) throws Exception {
        String uuid = UUID.randomUUID().toString();
        byte[] content = Pdf.of(1, uuid);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String message = message(ssn, uuid, subject, due);
        part(body, "message", V7, message.getBytes(StandardCharsets.UTF_8));
        part(body, uuid, "application/pdf", content);
        body.writeBytes(("--" + MARK + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(listener.resolve("/messages"))
                        .header("X-Digipost-UserId", Long.toString(admin.brokerOf(slug)))
                        .header("Accept", V7)
                        .header("Content-Type", "multipart/vnd.digipost-v7+xml; boundary=" + MARK)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        HttpResponse<byte[]> answer = admin.send(request);
        if (answer.statusCode() / 100 != 2) {
            String found = new String(answer.body(), StandardCharsets.UTF_8);
            throw new IllegalStateException(answer.statusCode() + " " + found);
        }
        return content;
    }

    private static void part(ByteArrayOutputStream body, String name, String type, byte[] bytes) {
        String head =
                "--" + MARK + "\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n"
                        + "Content-Type: " + type + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(bytes);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String message(String ssn, String uuid, String subject, LocalDate due) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <message xmlns="http://api.digipost.no/schema/v7">
                  <recipient>
                    <personal-identification-number>%s</personal-identification-number>
                  </recipient>
                  <primary-document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                                    xsi:type="invoice">
                    <uuid>%s</uuid>
                    <subject>%s</subject>
                    <file-type>pdf</file-type>
                    <kid>%s</kid>
                    <amount>%s</amount>
                    <account>%s</account>
                    <due-date>%s</due-date>
                  </primary-document>
                </message>
                """
                .formatted(ssn, uuid, subject, KID, AMOUNT, ACCOUNT, due);
    }
}
