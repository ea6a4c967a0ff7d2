//! `when`: which requests a rule is about.

use jiff::Timestamp;
use jiff::civil::Date;

use super::value::{count, date, instant};
use crate::domain::cast::Cast;
use crate::domain::identity::OrgNumber;
use crate::domain::money::Ore;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::scenario::objection::Objection;
use crate::scenario::script::{Caller, When};
use crate::services::{Fact, Facts};

/// Which requests a rule is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trigger {
    /// What must hold of one of the invoices in the request.
    pub subject: Subject,
    /// Who asks.
    pub via: Option<Caller>,
    /// Only the n-th that fits.
    pub nth: Option<u64>,
    /// From the n-th on.
    pub from_nth: Option<u64>,
    /// Chance that it speaks.
    pub probability: Option<f64>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

/// What must hold of an invoice; nothing is asked where nothing is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Who shall get it.
    pub consumer: Option<Member>,
    /// Who sends it.
    pub issuer: Option<Member>,
    /// Payment reference as sent.
    pub kid: Option<String>,
    /// Account as sent.
    pub account: Option<String>,
    /// Smallest and largest amount.
    pub amount: (Option<Ore>, Option<Ore>),
    /// Earliest and latest due date.
    pub due: (Option<Date>, Option<Date>),
    /// Kind of document.
    pub document_type: Option<String>,
}

/// Somebody of the cast, or somebody named by a number or address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// By slug.
    OfCast(Slug),
    /// By whatever names them in messages.
    Named(String),
}

impl Member {
    fn read(text: &str) -> Self {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        match Slug::parse(text) {
            Ok(slug) if !is_number => Self::OfCast(slug),
            Ok(_) | Err(_) => Self::Named(text.to_owned()),
        }
    }
}

impl Trigger {
    /// Reads what is written.
    ///
    /// # Errors
    /// [`Objection`] for a value that cannot be read, or values that exclude each other.
    pub fn read(when: &When) -> Result<Self, Objection> {
        let (nth, from_nth) = (count("nth", when.nth)?, count("from_nth", when.from_nth)?);
        if nth.is_some() && from_nth.is_some() {
            return Err(either("from_nth", "nth"));
        }
        let probability = match when.probability {
            Some(chance) if !(chance > 0.0 && chance <= 1.0) => {
                let expected = "a number above 0 and up to 1";
                return Err(Objection::new("probability", &chance.to_string(), expected));
            }
            other => other,
        };
        let read = |path, text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| instant(path, text)).transpose()
        };
        let (from, until) = (read("from", &when.from)?, read("until", &when.until)?);
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            let expected = format!("an instant after `from`, {from}");
            return Err(Objection::new("until", &until.to_string(), &expected));
        }
        Ok(Self {
            subject: Subject::read(when)?,
            via: when.via,
            nth,
            from_nth,
            probability,
            from,
            until,
        })
    }

    /// Whether an instant lies in its window.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether it is about the n-th request that fits.
    #[must_use]
    pub fn counts(&self, n: u64) -> bool {
        self.nth.is_none_or(|nth| nth == n) && self.from_nth.is_none_or(|from| from <= n)
    }
}

impl Subject {
    fn read(when: &When) -> Result<Self, Objection> {
        Ok(Self {
            consumer: when.consumer.as_deref().map(Member::read),
            issuer: when.issuer.as_deref().map(Member::read),
            kid: when.kid.clone(),
            account: when.account.clone(),
            amount: amounts(when)?,
            due: dates(when)?,
            document_type: when.document_type.clone(),
        })
    }

    /// What it asks about an invoice, with the name under which that is written.
    pub fn asks(&self) -> impl Iterator<Item = Fact> {
        [
            (self.consumer.is_some(), Fact::Consumer),
            (self.issuer.is_some(), Fact::Issuer),
            (self.kid.is_some(), Fact::Kid),
            (self.account.is_some(), Fact::Account),
            (self.amount != (None, None), Fact::Amount),
            (self.due != (None, None), Fact::DueDate),
            (self.document_type.is_some(), Fact::DocumentType),
        ]
        .into_iter()
        .filter_map(|(asked, fact)| asked.then_some(fact))
    }

    /// The rows of a request's facts that fit; `None` when it is about something and no row fits.
    #[must_use]
    pub fn rows(&self, facts: &[Facts], cast: &Cast) -> Option<Vec<usize>> {
        let fitting: Vec<usize> = facts
            .iter()
            .enumerate()
            .filter_map(|(row, facts)| self.fits(facts, cast).then_some(row))
            .collect();
        let asks = self.asks().next().is_some();
        (!asks || !fitting.is_empty()).then_some(fitting)
    }

    fn fits(&self, facts: &Facts, cast: &Cast) -> bool {
        let consumer = |wanted: &Member| {
            let named = consumer_names(wanted, cast);
            let found = facts.consumer.iter().map(|name| bare(name));
            found.into_iter().any(|name| named.contains(&name))
        };
        let issuer = |wanted: &Member| {
            let found = facts.issuer.as_ref();
            found.is_some_and(|found| issuer_names(wanted, cast).contains(found))
        };
        let same =
            |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
        self.consumer.as_ref().is_none_or(consumer)
            && self.issuer.as_ref().is_none_or(issuer)
            && same(&self.kid, &facts.kid)
            && same(&self.account, &facts.account)
            && same(&self.document_type, &facts.document_type)
            && within(self.amount, facts.amount)
            && within(self.due, facts.due_date)
    }
}

fn within<T: PartialOrd>((from, to): (Option<T>, Option<T>), found: Option<T>) -> bool {
    match found {
        Some(found) => from.is_none_or(|from| from <= found) && to.is_none_or(|to| found <= to),
        None => from.is_none() && to.is_none(),
    }
}

fn consumer_names(wanted: &Member, cast: &Cast) -> Vec<String> {
    let slug = match wanted {
        Member::Named(name) => return vec![bare(name)],
        Member::OfCast(slug) => slug,
    };
    let Some(person) = cast.person(slug) else {
        return Vec::new();
    };
    let Person {
        ssn,
        phone,
        email,
        efaktura,
        digipost,
        bank,
        ..
    } = person.as_ref();
    let mut names = vec![ssn.as_str().to_owned()];
    names.extend(phone.as_ref().map(|phone| bare(phone.international())));
    names.extend(email.as_ref().map(|email| bare(email.as_str())));
    if let Some(efaktura) = efaktura {
        names.push(efaktura.identifier.as_str().to_owned());
        let agreements = efaktura.agreements.iter();
        names.extend(agreements.map(|agreement| bare(&agreement.reference)));
    }
    names.extend(digipost.as_ref().map(|user| user.address.folded()));
    names.extend(bank.as_ref().map(|bank| bank.account.as_str().to_owned()));
    names
}

/// Whatever names a company: its organisation number, that of its account at Digipost, and its
/// client at Maskinporten.
fn issuer_names(wanted: &Member, cast: &Cast) -> Vec<String> {
    let (mut names, company) = match wanted {
        Member::Named(number) => {
            let known = OrgNumber::parse(number).ok();
            let company = known.and_then(|number| cast.company_by_org_number(&number));
            (vec![number.clone()], company)
        }
        Member::OfCast(slug) => (Vec::new(), cast.company(slug)),
    };
    if let Some(company) = company {
        names.push(company.org_number.as_str().to_owned());
        names.extend(cast.digipost_account(company).map(|id| id.to_string()));
        names.extend(cast.maskinporten_client(company));
    }
    names
}

/// A name without what messages write in different ways: spaces, case, the country of a phone.
fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.to_lowercase();
    let phone = name
        .strip_prefix("+47")
        .or_else(|| name.strip_prefix("0047"));
    phone.map_or(name.clone(), str::to_owned)
}

fn amounts(when: &When) -> Result<(Option<Ore>, Option<Ore>), Objection> {
    let (from, to) = (when.amount_from_ore, when.amount_to_ore);
    if let Some(exact) = when.amount_ore {
        if from.or(to).is_some() {
            return Err(either("amount_ore", "amount_from_ore` and `amount_to_ore"));
        }
        return Ok((Some(Ore::new(exact)), Some(Ore::new(exact))));
    }
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let expected = format!("at least `amount_from_ore`, {from}");
        return Err(Objection::new("amount_to_ore", &to.to_string(), &expected));
    }
    Ok((from.map(Ore::new), to.map(Ore::new)))
}

fn dates(when: &When) -> Result<(Option<Date>, Option<Date>), Objection> {
    let read = |path, text: &Option<String>| {
        let text = text.as_deref();
        text.map(|text| date(path, text)).transpose()
    };
    let exact = read("due_date", &when.due_date)?;
    let (from, to) = (
        read("due_from", &when.due_from)?,
        read("due_to", &when.due_to)?,
    );
    if exact.is_some() {
        if from.or(to).is_some() {
            return Err(either("due_date", "due_from` and `due_to"));
        }
        return Ok((exact, exact));
    }
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let expected = format!("a day on or after `due_from`, {from}");
        return Err(Objection::new("due_to", &to.to_string(), &expected));
    }
    Ok((from, to))
}

fn either(path: &str, other: &str) -> Objection {
    Objection::because(
        path,
        format!("found beside `{other}`, expected one or the other"),
    )
}
