//! Small requests: the token call, list filters, consumer look-up, kinds of actions.

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::invoice::Address;
use crate::domain::phone::PhoneNumber;
use crate::domain::routing::Recipient;
use crate::reference_router::faults::{Fault, Wrong};
use crate::reference_router::model::{
    ActionType, ConsumerQuery, InvoiceFilter, Status, TokenRequest,
};
use crate::wire::form::{Form, FormError};
use crate::wire::json;

/// Characters that a value may have, unless its field says otherwise.
pub(super) const VALUE_MAX: usize = 200;

/// All the scopes there are, in one list, are longer than other values.
const SCOPE_MAX: usize = 2000;

/// Fields that a token call may carry as JSON.
#[derive(Deserialize)]
struct TokenBody {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    vendor_api_key: Option<String>,
    scope: Option<String>,
}

/// Reads a token call, as a form or as JSON.
///
/// # Errors
/// A [`Fault`] that names the missing fields.
pub(super) fn token_request(media_type: &str, body: &Bytes) -> Result<TokenRequest, Fault> {
    let fields = token_body(media_type, body)?;
    let mut wrong = Vec::new();
    for (name, value, max) in [
        ("grant_type", &fields.grant_type, VALUE_MAX),
        ("client_id", &fields.client_id, VALUE_MAX),
        ("client_secret", &fields.client_secret, VALUE_MAX),
        ("vendor_api_key", &fields.vendor_api_key, VALUE_MAX),
        ("scope", &fields.scope, SCOPE_MAX),
    ] {
        let text = value.as_deref().unwrap_or_default();
        wrong.extend(Wrong::too_long(name, text, max));
    }
    let mut needed = |name: &'static str, value: Option<String>| {
        value.unwrap_or_else(|| {
            wrong.push(Wrong::new(name, "missing"));
            String::new()
        })
    };
    let request = TokenRequest {
        grant_type: needed("grant_type", fields.grant_type),
        client_id: needed("client_id", fields.client_id),
        client_secret: needed("client_secret", fields.client_secret),
        vendor_api_key: fields.vendor_api_key,
        scope: fields.scope.filter(|scope| !scope.trim().is_empty()),
    };
    if wrong.is_empty() {
        Ok(request)
    } else {
        Err(Fault::InvalidParameters(wrong))
    }
}

/// The client id of a token call, whatever is wrong with the rest of it.
pub(super) fn client_id(media_type: &str, body: &Bytes) -> Option<String> {
    token_body(media_type, body).ok()?.client_id
}

fn token_body(media_type: &str, body: &Bytes) -> Result<TokenBody, Fault> {
    let media_type = media_type.to_ascii_lowercase();
    let fields = if media_type.starts_with("application/json") {
        json::read::<TokenBody>(body).map_err(|error| Wrong::new("body", error.to_string()))?
    } else if media_type.starts_with("application/x-www-form-urlencoded") || media_type.is_empty() {
        let form = Form::parse(body).map_err(invalid_form)?;
        let field = |name| form.get(name).map(str::to_owned);
        TokenBody {
            grant_type: field("grant_type"),
            client_id: field("client_id"),
            client_secret: field("client_secret"),
            vendor_api_key: field("vendor_api_key"),
            scope: field("scope"),
        }
    } else {
        let found: String = media_type.chars().take(80).collect();
        let expected = "application/x-www-form-urlencoded or application/json";
        return Err(Fault::MediaType(format!(
            "found `{found}`, expected {expected}"
        )));
    };
    Ok(fields)
}

/// What is wrong with a form that cannot be taken apart.
pub(super) fn invalid_form(error: FormError) -> Fault {
    let field: String = error.field.chars().take(60).collect();
    let detail = format!("found {}, expected {}", error.found, error.expected);
    Wrong::new(field, detail).into()
}

/// Reads which kinds of actions are asked for; none means all.
///
/// # Errors
/// A [`Fault`] that names every kind that there is not.
pub(super) fn action_types(query: &Form) -> Result<Vec<ActionType>, Fault> {
    let mut fields = Query {
        query,
        wrong: Vec::new(),
    };
    let kinds: Vec<&str> = ActionType::WORDS.iter().map(|(_, word)| *word).collect();
    let types = fields.each("type", &kinds.join(", "), ActionType::parse);
    if fields.wrong.is_empty() {
        Ok(types)
    } else {
        Err(Fault::InvalidParameters(fields.wrong))
    }
}

/// Reads the filters of an invoice list.
///
/// # Errors
/// A [`Fault`] that names every filter that does not fit.
pub(super) fn invoice_filter(query: &Form) -> Result<InvoiceFilter, Fault> {
    let mut fields = Query {
        query,
        wrong: Vec::new(),
    };
    let sent = fields.parsed("direction", "SENT or RECEIVED", |text| match text {
        "SENT" => Some(true),
        "RECEIVED" => Some(false),
        _ => None,
    });
    let statuses = fields.each("status", "PENDING, DELIVERED or FAILED", Status::parse);
    let ids = fields.each("ids", "an id of at most 200 characters", |text| {
        (text.len() <= VALUE_MAX).then(|| text.to_owned())
    });
    let instant = |text: &str| text.parse::<Timestamp>().ok();
    let page = |text: &str| text.parse().ok().filter(|page| *page >= 1);
    let per_page = |text: &str| text.parse().ok().filter(|n| (1..=100).contains(n));
    let filter = InvoiceFilter {
        sent: sent.unwrap_or(false),
        statuses,
        ids,
        number: fields.text("number"),
        reference: fields.text("reference"),
        created_from: fields.parsed("created_at_start", "an instant in ISO 8601", instant),
        created_to: fields.parsed("created_at_end", "an instant in ISO 8601", instant),
        page: fields
            .parsed("page", "a whole number from 1", page)
            .unwrap_or(1),
        per_page: fields
            .parsed("per_page", "a whole number from 1 to 100", per_page)
            .unwrap_or(10),
    };
    if filter.ids.len() > 100 {
        let detail = format!("found {}, expected at most 100", filter.ids.len());
        fields.wrong.push(Wrong::new("ids", detail));
    }
    if fields.wrong.is_empty() {
        Ok(filter)
    } else {
        Err(Fault::InvalidParameters(fields.wrong))
    }
}

/// What a consumer look-up may ask with (Maventa: AutoXChange REST API, lookup; the two names of
/// the identifier are ours).
const CONSUMER_PARAMETERS: [&str; 13] = [
    "ssn",
    "efaktura_id",
    "efaktura_identifier",
    "reference_number",
    "date_of_birth",
    "phone_number",
    "email",
    "first_name",
    "last_name",
    "postal_code",
    "city",
    "routes",
    "routes[]",
];

/// Reads a consumer look-up.
///
/// # Errors
/// A [`Fault`] that names every parameter that does not fit.
pub(super) fn consumer_query(query: &Form) -> Result<Box<ConsumerQuery>, Fault> {
    let mut fields = Query {
        query,
        wrong: Vec::new(),
    };
    let routes = fields.each("routes", "cv, dpi, vipps or yes2all", |text| {
        ["cv", "dpi", "vipps", "yes2all"]
            .contains(&text)
            .then(|| text.to_owned())
    });
    let identifier = ["efaktura_id", "efaktura_identifier", "reference_number"]
        .into_iter()
        .find(|name| fields.one(name).is_some());
    let efaktura_id = identifier.and_then(|name| {
        fields.parsed(name, "nine digits", |text| {
            EfakturaIdentifier::parse(text).ok()
        })
    });
    let date_of_birth = fields.parsed("date_of_birth", "a date YYYY-MM-DD", |text| {
        text.parse().ok()
    });
    let ssn = fields.parsed("ssn", "eleven digits", |text| {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let fits = digits.len() == 11 && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then_some(digits)
    });
    let name = [fields.text("first_name"), fields.text("last_name")];
    let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let phone = fields.parsed("phone_number", "an international phone number", |text| {
        PhoneNumber::parse(text).ok().map(|_| text.to_owned())
    });
    let email = fields.parsed("email", "an address such as name@example.no", |text| {
        EmailAddress::parse(text).ok().map(|_| text.to_owned())
    });
    let recipient = Recipient {
        efaktura_id,
        ssn,
        phone,
        email,
        date_of_birth,
        name: (!name.is_empty()).then_some(name),
        address: Address {
            postal_code: fields.text("postal_code"),
            city: fields.text("city"),
            ..Address::default()
        },
    };
    if !fields.wrong.is_empty() {
        return Err(Fault::InvalidParameters(fields.wrong));
    }
    let names = query.pairs().map(|(name, _)| name);
    let ignored = names.filter(|name| !CONSUMER_PARAMETERS.contains(name));
    Ok(Box::new(ConsumerQuery {
        recipient,
        routes,
        ignored: ignored
            .map(|name| name.chars().take(40).collect())
            .collect(),
    }))
}

struct Query<'a> {
    query: &'a Form,
    wrong: Vec<Wrong>,
}

impl<'a> Query<'a> {
    fn one(&self, name: &str) -> Option<&'a str> {
        self.query
            .get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        let text = self.one(name)?;
        let wrong = Wrong::too_long(name, text, VALUE_MAX);
        let fits = wrong.is_none();
        self.wrong.extend(wrong);
        fits.then(|| text.to_owned())
    }

    fn parsed<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.one(name)?;
        let value = parse(text);
        if value.is_none() {
            self.wrong.push(Wrong::found(name, text, expected));
        }
        value
    }

    fn each<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let bracketed = format!("{name}[]");
        let texts: Vec<&str> = self
            .query
            .get_all(name)
            .chain(self.query.get_all(&bracketed))
            .collect();
        let mut values = Vec::new();
        for text in texts
            .into_iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
        {
            match parse(text) {
                Some(value) => values.push(value),
                None if text.is_empty() => {}
                None => self.wrong.push(Wrong::found(name, text, expected)),
            }
        }
        values
    }
}
