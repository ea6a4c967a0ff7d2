//! Bills as a sender's system writes them: BIS 3, EHF 2 and credit notes.

use std::fmt::Write;

use sandkasse::domain::mint::Mint;
use sandkasse::domain::person::Person;
use sandkasse::domain::slug::Slug;
use sandkasse::scenario::CastFile;

const SPACES: &str = "xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:\
    CommonAggregateComponents-2\" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:\
    CommonBasicComponents-2\"";
const ROOT_SPACE: &str = "urn:oasis:names:specification:ubl:schema:xsd";
const BIS3: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const EHF2: &str = "urn:www.cenbii.eu:transaction:biitrns010:ver2.0:extended:\
    urn:www.peppol.eu:bis:peppol4a:ver2.0:extended:urn:www.difi.no:ehf:faktura:ver2.0";

/// Every field of a bill, in the order in which it is written.
const FIELDS: [&str; 14] = [
    "form", "number", "issued", "due", "currency", "name", "street", "postal", "city", "country",
    "phone", "email", "kid", "account",
];

/// One bill: values by field name; a field that is not there is not written.
#[derive(Debug, Clone)]
pub(crate) struct Bill {
    values: Vec<(String, String)>,
    phone: Option<String>,
}

impl Bill {
    /// A bill of 450 kroner due on 20 March 2026, to one of the built-in cast, who is named with
    /// address and e-mail.
    pub(crate) fn to(slug: &str) -> Self {
        let person = person(slug);
        let kid = match slug {
            "bjorg" => "000001123454",
            "bodil" => "000003123452",
            _ => "000002123453",
        };
        let name = format!("{} {}", person.name.first, person.name.last);
        let phone = person
            .phone
            .as_ref()
            .map(|it| it.international().to_owned());
        let mut bill = Self {
            values: Vec::new(),
            phone,
        }
        .with("form", "bis3")
        .with("number", "2026-1001")
        .with("issued", "2026-03-02")
        .with("due", "2026-03-20")
        .with("currency", "NOK")
        .with("amount", "450.00")
        .with("kid", kid)
        .with("account", "86011117947")
        .with("name", &name);
        if let Some(address) = &person.address {
            bill = bill
                .with("street", &address.line1)
                .with("postal", &address.postal_code)
                .with("city", &address.city)
                .with("country", &address.country);
        }
        match &person.email {
            Some(email) => bill.with("email", email.as_str()),
            None => bill,
        }
    }

    /// A bill from one line: whom it is to, then `field=value`, `-field`, or `+phone` for the
    /// phone of the cast. An underscore stands for a blank.
    pub(crate) fn read(line: &str) -> Self {
        let mut words = line.split_whitespace();
        let mut bill = Self::to(words.next().unwrap());
        for word in words {
            bill = match word.split_once('=') {
                Some((field, value)) => bill.with(field, &value.replace('_', " ")),
                None if word == "+phone" => {
                    let phone = bill.phone.clone().unwrap();
                    bill.with("phone", &phone)
                }
                None => bill.without(word.strip_prefix('-').unwrap()),
            };
        }
        bill
    }

    /// The same bill with another value in a field.
    pub(crate) fn with(mut self, field: &str, value: &str) -> Self {
        assert!(
            field == "amount" || FIELDS.contains(&field),
            "`{field}` is no field of a bill"
        );
        self.values.retain(|(name, _)| name != field);
        self.values.push((field.to_owned(), value.to_owned()));
        self
    }

    /// The same bill without a field.
    pub(crate) fn without(mut self, field: &str) -> Self {
        self.values.retain(|(name, _)| name != field);
        self
    }

    /// The document.
    pub(crate) fn xml(&self) -> String {
        let form = self.value("form").unwrap_or_default();
        let root = if form == "credit" {
            "CreditNote"
        } else {
            "Invoice"
        };
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <{root} xmlns=\"{ROOT_SPACE}:{root}-2\" {SPACES}>"
        );
        self.head(form, &mut xml);
        self.parties(form, &mut xml);
        self.payment(form, &mut xml);
        self.sums(root, &mut xml);
        write!(xml, "</{root}>").unwrap();
        xml
    }

    fn head(&self, form: &str, xml: &mut String) {
        if form == "ehf2" {
            element(xml, "UBLVersionID", Some("2.1"));
        }
        element(
            xml,
            "CustomizationID",
            Some(if form == "ehf2" { EHF2 } else { BIS3 }),
        );
        element(xml, "ID", self.value("number"));
        element(xml, "IssueDate", self.value("issued"));
        if form == "bis3" {
            element(xml, "DueDate", self.value("due"));
        }
        match form {
            "bis3" => element(xml, "InvoiceTypeCode", Some("380")),
            "ehf2" => element(xml, "InvoiceTypeCode", Some("Z01")),
            _ => element(xml, "CreditNoteTypeCode", Some("381")),
        }
        element(xml, "DocumentCurrencyCode", self.value("currency"));
    }

    fn parties(&self, form: &str, xml: &mut String) {
        xml.push_str("<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>");
        element(xml, "RegistrationName", Some("Fjord Energi Sandkasse AS"));
        element(xml, "CompanyID", Some("304520817"));
        xml.push_str("</cac:PartyLegalEntity><cac:Contact>");
        element(xml, "ElectronicMail", Some("faktura@fjord-energi.example"));
        xml.push_str("</cac:Contact></cac:Party></cac:AccountingSupplierParty>");
        xml.push_str("<cac:AccountingCustomerParty><cac:Party>");
        if form == "ehf2" {
            xml.push_str("<cac:PartyName>");
            element(xml, "Name", self.value("name"));
            xml.push_str("</cac:PartyName>");
        }
        xml.push_str("<cac:PostalAddress>");
        element(xml, "StreetName", self.value("street"));
        element(xml, "CityName", self.value("city"));
        element(xml, "PostalZone", self.value("postal"));
        xml.push_str("<cac:Country>");
        element(xml, "IdentificationCode", self.value("country"));
        xml.push_str("</cac:Country></cac:PostalAddress>");
        if form != "ehf2" {
            xml.push_str("<cac:PartyLegalEntity>");
            element(xml, "RegistrationName", self.value("name"));
            xml.push_str("</cac:PartyLegalEntity>");
        }
        xml.push_str("<cac:Contact>");
        element(xml, "Telephone", self.value("phone"));
        element(xml, "ElectronicMail", self.value("email"));
        xml.push_str("</cac:Contact></cac:Party></cac:AccountingCustomerParty>");
    }

    fn payment(&self, form: &str, xml: &mut String) {
        xml.push_str("<cac:PaymentMeans>");
        element(xml, "PaymentMeansCode", Some("30"));
        if form != "bis3" {
            element(xml, "PaymentDueDate", self.value("due"));
        }
        element(xml, "PaymentID", self.value("kid"));
        xml.push_str("<cac:PayeeFinancialAccount>");
        element(xml, "ID", self.value("account"));
        xml.push_str("</cac:PayeeFinancialAccount></cac:PaymentMeans>");
    }

    fn sums(&self, root: &str, xml: &mut String) {
        let (amount, currency) = (
            self.value("amount"),
            self.value("currency").unwrap_or("NOK"),
        );
        let money = |xml: &mut String, name: &str| {
            if let Some(amount) = amount {
                let opening = format!("cbc:{name} currencyID=\"{currency}\"");
                write!(xml, "<{opening}>{amount}</cbc:{name}>").unwrap();
            }
        };
        xml.push_str("<cac:LegalMonetaryTotal>");
        money(xml, "LineExtensionAmount");
        money(xml, "PayableAmount");
        write!(xml, "</cac:LegalMonetaryTotal><cac:{root}Line>").unwrap();
        element(xml, "ID", Some("1"));
        money(xml, "LineExtensionAmount");
        write!(xml, "</cac:{root}Line>").unwrap();
    }

    fn value(&self, field: &str) -> Option<&str> {
        let found = self.values.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }
}

fn element(xml: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        write!(xml, "<cbc:{name}>{value}</cbc:{name}>").unwrap();
    }
}

/// One of the built-in cast.
fn person(slug: &str) -> Person {
    let sandbox = Slug::parse("default").unwrap();
    let (cast, _) = CastFile::embedded()
        .unwrap()
        .build(&sandbox, &mut Mint::new(1))
        .unwrap();
    let person = cast.person(&Slug::parse(slug).unwrap());
    Person::clone(person.unwrap_or_else(|| panic!("nobody is called {slug}")))
}
