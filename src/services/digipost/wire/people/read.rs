//! What is asked about people and senders.

use super::super::door::{Asked, Read};
use super::super::schema::body;
use super::super::values::{any_text, refused};
use super::identification::{self, is_bank};
use crate::domain::digipost::AccountId;
use crate::domain::email::EmailAddress;
use crate::domain::phone::PhoneNumber;
use crate::services::Facts;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Ask, Identifier, NewAccount, PeopleAsk, SenderName};
use crate::wire::form::{Form, decode_segment};
use crate::wire::xml::Sequence;

pub(in crate::services::digipost::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let plainly = |ask| Ok(Read::plain(Ask::People(ask)));
    match asked.operation.id {
        "digipost.senderEntrypoint" => plainly(PeopleAsk::EntryPoint(Some(sender(asked)?))),
        "digipost.identify" => identify(asked, false),
        "digipost.identifyWithKey" => identify(asked, true),
        "digipost.recipientKey" => {
            let alias = asked.names.first().cloned().unwrap_or_default();
            plainly(PeopleAsk::RecipientKey(alias))
        }
        "digipost.printKey" => plainly(PeopleAsk::PrintKey),
        "digipost.printCertificate" => plainly(PeopleAsk::PrintCertificate),
        "digipost.search" => plainly(PeopleAsk::Search(rest(asked)?)),
        "digipost.suggest" => plainly(PeopleAsk::Suggest(rest(asked)?)),
        "digipost.senderInformation" => {
            let name = SenderName::Id(sender(asked)?);
            plainly(PeopleAsk::SenderInformation(name))
        }
        "digipost.senderInformationByOrganisation" => {
            let name = SenderName::Organisation(organisation(asked)?);
            plainly(PeopleAsk::SenderInformation(name))
        }
        "digipost.userAccount" => account(asked),
        _ => plainly(PeopleAsk::EntryPoint(None)),
    }
}

/// The sender in the path.
pub(in crate::services::digipost::wire) fn sender(asked: &Asked<'_>) -> Result<AccountId, Fault> {
    let sent = asked.names.first().map_or("", String::as_str);
    AccountId::parse(sent).ok_or_else(|| {
        let shown: String = sent.chars().take(40).collect();
        let why = format!("found {shown} in the path, which is no number of an account");
        Fault::new(FaultKind::UnknownSender, why)
    })
}

fn rest(asked: &Asked<'_>) -> Result<String, Fault> {
    let sent = asked.names.first().map_or("", String::as_str);
    decode_segment(sent, "path")
        .map_err(|error| Fault::new(FaultKind::ProblemWithRequest, error.to_string()))
}

/// The query of a request, of which these names are known.
pub(in crate::services::digipost::wire) fn query(
    asked: &Asked<'_>,
    known: &[&str],
) -> Result<Form, Fault> {
    let wrong = |why| Fault::new(FaultKind::InvalidQueryParameter, why);
    let sent = asked.received.request.uri().query().unwrap_or_default();
    let form = Form::from_query(sent).map_err(|error| wrong(error.to_string()))?;
    for (at, (name, _)) in form.pairs().enumerate() {
        let shown: String = name.chars().take(40).collect();
        if !known.contains(&name) {
            let why = format!("found `{shown}`, expected one of {}", known.join(", "));
            return Err(wrong(why));
        }
        if form.pairs().take(at).any(|(other, _)| other == name) {
            return Err(wrong(format!("found `{shown}` twice")));
        }
    }
    Ok(form)
}

fn organisation(asked: &Asked<'_>) -> Result<String, Fault> {
    let form = query(asked, &["org_id", "part_id"])?;
    let Some(number) = form.get("org_id") else {
        let why = "found no `org_id`, which names the sender";
        return Err(Fault::new(FaultKind::InvalidQueryParameter, why));
    };
    Ok(number.to_owned())
}

fn identify(asked: &Asked<'_>, with_key: bool) -> Result<Read, Fault> {
    let root = body(asked, "identification")?;
    let bank = is_bank(asked.dialect);
    let identification = identification::read(&root, with_key, bank)?;
    let facts = Facts {
        consumer: names(&identification.who),
        ..Facts::default()
    };
    let ask = PeopleAsk::Identify(Box::new(identification));
    Ok(Read {
        facts: vec![facts],
        ..Read::plain(Ask::People(ask))
    })
}

/// What names a person, for rules of scenarios.
fn names(who: &Identifier) -> Vec<String> {
    match who {
        Identifier::NationalId(name)
        | Identifier::Address(name)
        | Identifier::BankAccount(name) => {
            vec![name.clone()]
        }
        Identifier::Organisation(_) => Vec::new(),
        Identifier::NameAndAddress(key) => key.phone.iter().chain(&key.email).cloned().collect(),
    }
}

fn account(asked: &Asked<'_>) -> Result<Read, Fault> {
    let sender = sender(asked)?;
    let root = body(asked, "user-information")?;
    let mut sequence = Sequence::of(&root);
    let mut required = |name| {
        let child = sequence.required(name).map_err(refused)?;
        any_text(child)
    };
    let national_id = required("national-identity-number")?;
    let (phone, email) = (required("phone-number")?, required("email-address")?);
    sequence.finish().map_err(refused)?;
    PhoneNumber::parse(&phone)
        .map_err(|error| Fault::new(FaultKind::InvalidPhoneNumber, error.to_string()))?;
    EmailAddress::parse(&email)
        .map_err(|error| Fault::new(FaultKind::InvalidEmailAddress, error.to_string()))?;
    let facts = Facts {
        consumer: vec![national_id.clone(), phone, email],
        ..Facts::default()
    };
    let account = NewAccount { national_id };
    let ask = PeopleAsk::CreateAccount(sender, Box::new(account));
    Ok(Read {
        facts: vec![facts],
        ..Read::plain(Ask::People(ask))
    })
}
