//! Who a recipient is, by what a sender knows of somebody (Digipost: API, identification).

use jiff::civil::Date;
use uuid::Uuid;

use crate::consumer::Turn;
use crate::domain::account::AccountNumber;
use crate::domain::company::Company;
use crate::domain::digipost::{DigipostAddress, Right};
use crate::domain::email::EmailAddress;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::person::Person;
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;
use crate::domain::words::words;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// A question who a recipient is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identification {
    /// By what.
    pub who: Identifier,
    /// The recipient's key is wanted too.
    pub with_key: bool,
    /// The alias is wanted of a user of Digipost too; of somebody else it always is.
    pub with_alias: bool,
    /// What a scenario wants the answer to be.
    pub wish: Option<IdentificationResult>,
}

/// What a sender knows of a recipient, as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// National identity number.
    NationalId(String),
    /// Organisation number.
    Organisation(String),
    /// Name of a mailbox.
    Address(String),
    /// Name and postal address.
    NameAndAddress(Box<NameAndAddress>),
    /// Account in a bank.
    BankAccount(String),
}

/// A name with a postal address, as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameAndAddress {
    /// Given names and family name.
    pub name: String,
    /// First line.
    pub line1: String,
    /// Second line.
    pub line2: Option<String>,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Date of birth.
    pub born: Option<Date>,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

words! {
    /// Why nobody was found (Digipost: schema api_v7.xsd).
    pub enum UnidentifiedReason {
        /// More than one fits.
        MultipleMatches "MULTIPLE_MATCHES",
        /// Nobody fits.
        NotFound "NOT_FOUND",
    }
    /// Why it can be nobody's (Digipost: schema api_v7.xsd).
    pub enum InvalidReason {
        /// It is no national identity number.
        NationalId "INVALID_PERSONAL_IDENTIFICATION_NUMBER",
        /// It is no organisation number.
        Organisation "INVALID_ORGANISATION_NUMBER",
        /// Something else is wrong with it.
        Unknown "UNKNOWN",
    }
}

/// How an identification ends (Digipost: schema api_v7.xsd), with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentificationResult {
    /// A user of Digipost.
    Digipost,
    /// A user of Digipost whose key is not there, which only scenarios have.
    DigipostWithoutKey,
    /// Known, and no user of Digipost.
    Identified,
    /// Not found.
    Unidentified(UnidentifiedReason),
    /// What was sent can be nobody's.
    Invalid(InvalidReason),
}

impl IdentificationResult {
    /// The result that scenarios ask for by this name.
    pub(super) fn scripted(name: &str) -> Option<Self> {
        match name {
            "DIGIPOST" => Some(Self::Digipost),
            "digipost-without-key" => Some(Self::DigipostWithoutKey),
            "IDENTIFIED" => Some(Self::Identified),
            _ => UnidentifiedReason::parse(name)
                .map(Self::Unidentified)
                .or_else(|| InvalidReason::parse(name).map(Self::Invalid)),
        }
    }
}

/// What an identification answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// The result, and what it tells.
    pub outcome: Outcome,
    /// The key was asked for, so that the answer is the larger one.
    pub with_key: bool,
}

/// How an identification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A user of Digipost.
    Digipost {
        /// The name of the mailbox; of a company none is told.
        address: Option<DigipostAddress>,
        /// The alias, if it was asked for.
        alias: Option<String>,
        /// The key is there.
        has_key: bool,
    },
    /// Known, and no user of Digipost: the alias.
    Identified(String),
    /// Not found.
    Unidentified(UnidentifiedReason),
    /// What was sent can be nobody's.
    Invalid(InvalidReason),
}

/// Whom an identifier leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) enum Known<'a> {
    /// A person of the cast, user of Digipost or not.
    Person(&'a Person),
    /// A company with an account at Digipost.
    Company(&'a Company),
    /// Nobody, or more than one.
    Nobody(UnidentifiedReason),
    /// It can be nobody's.
    Invalid(InvalidReason),
}

/// Whom an identifier leads to.
pub(in crate::services::digipost) fn known<'a>(
    who: &Identifier,
    turn: &Turn<'a, Event>,
) -> Known<'a> {
    let people = turn.cast.seen_by("digipost");
    let found = |person: Option<&'a Person>| match person {
        Some(person) => Known::Person(person),
        None => Known::Nobody(UnidentifiedReason::NotFound),
    };
    match who {
        Identifier::NationalId(number) => match NationalId::parse(number) {
            Ok(number) => found(people.by_ssn(&number)),
            Err(_) => Known::Invalid(InvalidReason::NationalId),
        },
        Identifier::Organisation(number) => match OrgNumber::parse(number) {
            Ok(number) => {
                let company = turn.cast.company_by_org_number(&number);
                match company.filter(|company| company.digipost.is_some()) {
                    Some(company) => Known::Company(company),
                    None => Known::Nobody(UnidentifiedReason::NotFound),
                }
            }
            Err(_) => Known::Invalid(InvalidReason::Organisation),
        },
        Identifier::Address(address) => match DigipostAddress::parse(address) {
            Some(address) => found(people.by_digipost_address(&address)),
            None => Known::Invalid(InvalidReason::Unknown),
        },
        Identifier::BankAccount(account) => match AccountNumber::parse(account) {
            Ok(account) => {
                let is_theirs = |person: &&Person| {
                    let bank = person.bank.as_ref();
                    bank.is_some_and(|bank| bank.account == account)
                };
                found(people.people().find(is_theirs))
            }
            Err(_) => Known::Invalid(InvalidReason::Unknown),
        },
        Identifier::NameAndAddress(key) => {
            let mut fitting = people.people().filter(|person| fits(person, key));
            match (fitting.next(), fitting.next()) {
                (Some(person), None) => Known::Person(person),
                (Some(_), Some(_)) => Known::Nobody(UnidentifiedReason::MultipleMatches),
                (None, _) => Known::Nobody(UnidentifiedReason::NotFound),
            }
        }
    }
}

/// Answers an identification.
pub(super) fn answer(
    identification: Identification,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<Identified, Fault> {
    let Identification {
        who,
        with_key,
        with_alias,
        wish,
    } = identification;
    may_ask(&who, broker, turn)?;
    let known = known(&who, turn);
    let outcome = match wish {
        Some(wish) => wished(wish, &known, with_alias, turn.cast.sandbox()),
        None => told(&known, with_alias, turn.cast.sandbox()),
    };
    Ok(Identified { outcome, with_key })
}

/// Only who has the right may address by bank account number (Digipost: Java client, sending); that
/// the same holds for asking is ours.
fn may_ask(who: &Identifier, broker: &Broker, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let is_account = matches!(who, Identifier::BankAccount(_));
    let company = turn.cast.company(&broker.slug);
    let account = company.and_then(|company| company.digipost.as_ref());
    if is_account && !account.is_some_and(|account| account.may(Right::BankAccount)) {
        let why = "found bank-account-number from a broker without the right `bank_account`";
        return Err(Fault::new(FaultKind::IllegalAccess, why));
    }
    Ok(())
}

fn told(known: &Known<'_>, with_alias: bool, sandbox: &Slug) -> Outcome {
    match known {
        Known::Person(person) => match &person.digipost {
            Some(user) if user.active => Outcome::Digipost {
                address: Some(user.address.clone()),
                alias: with_alias.then(|| alias(sandbox, &person.slug)),
                has_key: true,
            },
            Some(_) | None => Outcome::Identified(alias(sandbox, &person.slug)),
        },
        Known::Company(company) => Outcome::Digipost {
            address: None,
            alias: with_alias.then(|| alias(sandbox, &company.slug)),
            has_key: true,
        },
        Known::Nobody(reason) => Outcome::Unidentified(*reason),
        Known::Invalid(reason) => Outcome::Invalid(*reason),
    }
}

/// What a scenario wants to be told, of whoever is known.
fn wished(
    wish: IdentificationResult,
    known: &Known<'_>,
    with_alias: bool,
    sandbox: &Slug,
) -> Outcome {
    let (slug, address) = match known {
        Known::Person(person) => {
            let user = person.digipost.as_ref();
            (Some(&person.slug), user.map(|user| user.address.clone()))
        }
        Known::Company(company) => (Some(&company.slug), None),
        Known::Nobody(_) | Known::Invalid(_) => (None, None),
    };
    let alias = || match slug {
        Some(slug) => alias(sandbox, slug),
        None => named(sandbox, "nobody"),
    };
    match wish {
        IdentificationResult::Digipost | IdentificationResult::DigipostWithoutKey => {
            Outcome::Digipost {
                address,
                alias: with_alias.then(alias),
                has_key: wish == IdentificationResult::Digipost,
            }
        }
        IdentificationResult::Identified => Outcome::Identified(alias()),
        IdentificationResult::Unidentified(reason) => Outcome::Unidentified(reason),
        IdentificationResult::Invalid(reason) => Outcome::Invalid(reason),
    }
}

/// By what a sender may know somebody without knowing who it is: stable, and of one sandbox.
pub(in crate::services::digipost) fn alias(sandbox: &Slug, slug: &Slug) -> String {
    named(sandbox, slug.as_str())
}

fn named(sandbox: &Slug, name: &str) -> String {
    let name = format!("urn:sandkasse:{sandbox}:digipost-alias:{name}");
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
}

/// Whether an alias is that of somebody who has a key.
pub(super) fn has_key(asked: &str, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let sandbox = turn.cast.sandbox();
    let people = turn.cast.seen_by("digipost");
    let mut users = people.people().filter(|person| {
        let user = person.digipost.as_ref();
        user.is_some_and(|user| user.active)
    });
    let companies = turn.cast.companies();
    let mut companies = companies.filter(|company| company.digipost.is_some());
    let is_there = users.any(|person| alias(sandbox, &person.slug) == asked)
        || companies.any(|company| alias(sandbox, &company.slug) == asked);
    if is_there {
        return Ok(());
    }
    let why = "found an alias of nobody who has an account in use";
    Err(Fault::new(FaultKind::EncryptionKeyNotFound, why))
}

/// Whether name and address are a person's: the whole name in either order, first line, postal code
/// and town; and what else is told must not be somebody else's. How Digipost matches is not public.
fn fits(person: &Person, key: &NameAndAddress) -> bool {
    let Some(address) = &person.address else {
        return false;
    };
    let (first, last) = (folded(&person.name.first), folded(&person.name.last));
    let name = folded(&key.name.replace(',', " "));
    let is_name = name == format!("{first} {last}") || name == format!("{last} {first}");
    let email = |text: &String| EmailAddress::parse(text).ok();
    let phone = |text: &String| PhoneNumber::parse(text).ok();
    is_name
        && folded(&address.line1) == folded(&key.line1)
        && folded(&address.postal_code) == folded(&key.postal_code)
        && folded(&address.city) == folded(&key.city)
        && key.born.is_none_or(|born| born == person.date_of_birth)
        && match (key.phone.as_ref().and_then(phone), &person.phone) {
            (Some(asked), Some(known)) => asked.same_line(known),
            (Some(_) | None, _) => true,
        }
        && match (key.email.as_ref().and_then(email), &person.email) {
            (Some(asked), Some(known)) => asked.same_box(known),
            (Some(_) | None, _) => true,
        }
}

/// A text in small letters with single blanks.
pub(super) fn folded(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
