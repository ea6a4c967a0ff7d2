package conformance;

import java.util.stream.Collectors;
import no.digipost.api.client.SenderId;
import no.digipost.api.client.errorhandling.ErrorCode;
import no.digipost.api.client.representations.BankAccountNumber;
import no.digipost.api.client.representations.Identification;
import no.digipost.api.client.representations.IdentificationResult;
import no.digipost.api.client.representations.IdentificationResultCode;
import no.digipost.api.client.representations.InvalidReason;
import no.digipost.api.client.representations.NameAndAddress;
import no.digipost.api.client.representations.OrganisationNumber;
import no.digipost.api.client.representations.PersonalIdentificationNumber;
import no.digipost.api.client.representations.UnidentifiedReason;
import no.digipost.api.client.representations.sender.SenderFeatureName;
import no.digipost.api.client.representations.sender.SenderInformation;
import no.digipost.api.client.representations.sender.SenderStatus;
import org.json.JSONObject;

/** Who somebody is: identification, search, and what a sender may do. */
final class Recipients {
    private static final String NO_PERSON = "12345678901";
    /** A number that could be somebody's, and is not. */
    private static final String NOBODYS = "23835810046";
    private static final String NO_COMPANY = "123456789";
    private static final long NO_SENDER = 999_999_999;

    private final Sender sender;
    private final Checks checks;

    Recipients(Sender sender) {
        this.sender = sender;
        this.checks = sender.checks;
    }

    void run() {
        checks.attempt("a user is identified", this::user);
        checks.attempt("others are identified, or not", this::others);
        checks.attempt("a user is identified by name", this::byName);
        checks.attempt("a company is identified", this::company);
        checks.attempt("recipients are searched", this::search);
        checks.attempt("a sender is told what it may do", this::senderInformation);
    }

    private IdentificationResult identify(Identification who) {
        return sender.client.identifyRecipient(who);
    }

    private void found(String what, Identification who, IdentificationResultCode code) {
        checks.equal(what + " is " + code, identify(who).getResult(), code);
    }

    private void user() throws Exception {
        IdentificationResult result = identify(new Identification(sender.pin(Sender.USER)));
        checks.equal("a user", result.getResult(), IdentificationResultCode.DIGIPOST);
        checks.that(
                "has a Digipost address",
                result.getDigipostAddress() != null && result.getDigipostAddress().contains("#"),
                result.getDigipostAddress());
        checks.equal("and no alias unless asked", result.getPersonAlias(), null);
        result = identify(new Identification(sender.pin(Sender.USER), true));
        checks.that("and one when asked", result.getPersonAlias() != null, "there is none");
    }

    private void others() throws Exception {
        IdentificationResult result = identify(new Identification(sender.pin(Sender.IDENTIFIED)));
        checks.equal(
                "a person without mailbox",
                result.getResult(),
                IdentificationResultCode.IDENTIFIED);
        checks.that("has an alias", result.getPersonAlias() != null, "there is none");
        result = identify(new Identification(new PersonalIdentificationNumber(NOBODYS)));
        checks.equal(
                "a number of nobody",
                result.getResult(),
                IdentificationResultCode.UNIDENTIFIED);
        checks.equal(
                "because nobody is there",
                result.getUnidentifiedReason(),
                UnidentifiedReason.NOT_FOUND);
        result = identify(new Identification(new PersonalIdentificationNumber(NO_PERSON)));
        checks.equal("a wrong number", result.getResult(), IdentificationResultCode.INVALID);
        checks.equal(
                "because of the number",
                result.getInvalidReason(),
                InvalidReason.INVALID_PERSONAL_IDENTIFICATION_NUMBER);
        JSONObject bank = sender.admin.person(Sender.USER).getJSONObject("bank");
        found(
                "a user by account",
                new Identification(new BankAccountNumber(bank.getString("account"))),
                IdentificationResultCode.DIGIPOST);
    }

    private void byName() throws Exception {
        found(
                "a user by name and address",
                new Identification(home(sender.admin.person(Sender.USER))),
                IdentificationResultCode.DIGIPOST);
        IdentificationResult twins =
                identify(new Identification(home(sender.admin.person("twin-one"))));
        checks.equal(
                "two of one name and address",
                twins.getResult(),
                IdentificationResultCode.UNIDENTIFIED);
        checks.equal(
                "because there are several",
                twins.getUnidentifiedReason(),
                UnidentifiedReason.MULTIPLE_MATCHES);
    }

    private static NameAndAddress home(JSONObject person) {
        JSONObject name = person.getJSONObject("name");
        JSONObject address = person.getJSONObject("address");
        return new NameAndAddress(
                name.getString("first") + " " + name.getString("last"),
                address.getString("line1"),
                null,
                address.getString("postal_code"),
                address.getString("city"));
    }

    private void company() throws Exception {
        String orgnr = sender.admin.companyOf(sender.given.broker()).getString("orgnr");
        found(
                "a company",
                new Identification(new OrganisationNumber(orgnr)),
                IdentificationResultCode.DIGIPOST);
        found(
                "a wrong organisation number",
                new Identification(new OrganisationNumber(NO_COMPANY)),
                IdentificationResultCode.INVALID);
    }

    /** Blanks stand percent-encoded in the path, which is signed so, or decoded. */
    private void search() throws Exception {
        String found = names("Digital Postkasse");
        checks.that("a name of two words finds its bearer", found.contains("Digital"), found);
        if (sender.version.sendsBareLetters()) {
            bareLetters();
        } else {
            found = names("Bjørg Forsøk");
            checks.that("a name with Norwegian letters, too", found.contains("Bjørg"), found);
        }
        checks.equal("nobody is found by nonsense", names("Xyzzy Qwerty"), "");
        checks.that(
                "half a name is completed",
                !sender.client.getAutocompleteSuggestions("Digital Po").getSuggestions().isEmpty(),
                "there are no suggestions");
    }

    /** A byte that no request line may have is refused before anybody can sign anything. */
    private void bareLetters() {
        sender.refused(
                "Norwegian letters, which this client does not escape,",
                ErrorCode.SERVER_SIGNATURE_ERROR,
                () -> names("Bjørg Forsøk"));
    }

    private String names(String text) {
        return sender.client.search(text).getRecipients().stream()
                .map(one -> one.getFirstname() + " " + one.getDigipostAddress())
                .collect(Collectors.joining(", "));
    }

    private void senderInformation() throws Exception {
        SenderInformation own = sender.client.getSenderInformation(sender.id);
        checks.that("the broker is a valid sender", own.is(SenderStatus.VALID_SENDER), own);
        checks.equal("its id is its own", own.getSenderId(), sender.given.broker());
        checks.that(
                "it may send to Digipost",
                own.hasEnabled(SenderFeatureName.DIGIPOST_DELIVERY),
                own.getSupportedFeatures());
        checks.that(
                "with print as the way out",
                own.hasEnabled(SenderFeatureName.DIGIPOST_DELIVERY_WITH_PRINT_FALLBACK),
                own.getSupportedFeatures());
        String orgnr = sender.admin.companyOf(sender.given.broker()).getString("orgnr");
        SenderInformation same = sender.client.getSenderInformation(orgnr, null);
        checks.equal("its organisation number finds it", same.getSenderId(), own.getSenderId());
        SenderInformation other = sender.client.getSenderInformation(SenderId.of(NO_SENDER));
        checks.that(
                "of others nothing is told", other.is(SenderStatus.NO_INFO_AVAILABLE), other);
    }
}
