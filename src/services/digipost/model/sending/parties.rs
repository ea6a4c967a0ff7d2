//! Who sends and who receives, found in the cast.

use super::message::{Addressee, NamedSender, PeppolAddress, Recipient};
use super::{refuse, short};
use crate::consumer::{MailboxOwner, Turn};
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, Company};
use crate::domain::digipost::{AccountId, DigipostAccount, DigipostAddress, Right};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// The register of Norwegian organisation numbers in Peppol.
const NORWEGIAN_PARTICIPANTS: &str = "0192";

/// Whom the recipient of a message sees as its sender.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    pub(super) slug: Slug,
    pub(super) id: AccountId,
    pub(super) name: String,
    pub(super) account: DigipostAccount,
}

impl Sender {
    /// Refuses what the sender has no right to.
    pub(super) fn must(&self, right: Right, kind: FaultKind) -> Result<(), Fault> {
        if self.account.may(right) {
            return Ok(());
        }
        let (name, right) = (&self.name, right.as_str());
        refuse(
            kind,
            format!("found {name}, which lacks the right `{right}`"),
        )
    }
}

/// Finds the sender, and whether the broker may act for it.
pub(super) fn sender(
    named: &NamedSender,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<Sender, Fault> {
    let own = turn.cast.company_by_digipost_account(broker.id);
    let company = match named {
        NamedSender::Broker => own,
        NamedSender::Account(number) => {
            let id = u64::try_from(*number).ok().and_then(AccountId::new);
            id.and_then(|id| turn.cast.company_by_digipost_account(id))
        }
        NamedSender::Organization { id, .. } => {
            let may = own.and_then(|own| own.digipost.as_ref());
            if !may.is_some_and(|account| account.may(Right::SenderOrganization)) {
                let why = format!(
                    "found sender-organization from broker {}, which lacks the right `{}`",
                    broker.id,
                    Right::SenderOrganization.as_str()
                );
                return refuse(FaultKind::BrokerNotAuthorized, why);
            }
            let number = OrgNumber::parse(id).ok();
            number.and_then(|number| turn.cast.company_by_org_number(&number))
        }
    };
    let found = company.and_then(|company| as_sender(company, turn.cast));
    let Some(sender) = found else {
        let found = match named {
            NamedSender::Broker => broker.id.to_string(),
            NamedSender::Account(number) => number.to_string(),
            NamedSender::Organization { id, .. } => short(id),
        };
        return refuse(FaultKind::UnknownSender, format!("found {found}"));
    };
    let acts = own.is_some_and(|own| acts_for(own, &sender.slug, turn.cast));
    if !acts {
        let (id, name) = (broker.id, &sender.name);
        let why = format!("found broker {id}, which does not act for {name}");
        return refuse(FaultKind::BrokerNotAuthorized, why);
    }
    Ok(sender)
}

fn as_sender(company: &Company, cast: &Cast) -> Option<Sender> {
    Some(Sender {
        slug: company.slug.clone(),
        id: cast.digipost_account(company)?,
        name: company.name.clone(),
        account: company.digipost.clone()?,
    })
}

/// Whether a broker may act for a company; always for itself.
pub(super) fn acts_for(broker: &Company, sender: &Slug, cast: &Cast) -> bool {
    if broker.slug == *sender {
        return true;
    }
    let number = cast
        .company(sender)
        .and_then(|it| it.org_number.norwegian());
    let facet = broker.digipost.as_ref();
    facet.is_some_and(|facet| match &facet.acts_for {
        ActsFor::All => true,
        ActsFor::Listed(numbers) => number.is_some_and(|number| numbers.contains(number)),
    })
}

/// The mailbox that a recipient has in use, for the kinds that may have one. A closed account is
/// none.
pub(super) fn mailbox(recipient: &Recipient, turn: &Turn<'_, Event>) -> Option<MailboxOwner> {
    let seen = turn.cast.seen_by("digipost");
    let person = match recipient {
        Recipient::Person(ssn) => NationalId::parse(ssn)
            .ok()
            .and_then(|ssn| seen.by_ssn(&ssn)),
        Recipient::Address(address) => {
            let address = DigipostAddress::parse(address.trim());
            address.and_then(|address| seen.by_digipost_address(&address))
        }
        Recipient::BankAccount(account) => seen.people().find(|person| {
            let theirs = person.bank.as_ref().map(|bank| bank.account.as_str());
            theirs == Some(account.as_str())
        }),
        Recipient::NameAndAddress(wanted) => registered(seen.people(), wanted),
        Recipient::Organisation(number) => {
            let number = OrgNumber::parse(number).ok()?;
            let company = turn.cast.company_by_org_number(&number)?;
            company.digipost.as_ref()?;
            return Some(MailboxOwner::Company(company.slug.clone()));
        }
        Recipient::Email(_) | Recipient::Peppol { .. } => None,
    };
    let person = person?;
    let in_use = person.digipost.as_ref().is_some_and(|user| user.active);
    in_use.then(|| MailboxOwner::Person(person.slug.clone()))
}

/// The one person who is registered so; of several, nobody.
fn registered<'a>(
    mut people: impl Iterator<Item = &'a Person>,
    wanted: &Addressee,
) -> Option<&'a Person> {
    let found = people.by_ref().find(|person| fits(person, wanted))?;
    people.all(|person| !fits(person, wanted)).then_some(found)
}

fn fits(person: &Person, wanted: &Addressee) -> bool {
    let name = format!("{} {}", person.name.first, person.name.last);
    let same_day = |day| day == person.date_of_birth;
    same(&name, &wanted.name)
        && wanted.birth_date.is_none_or(same_day)
        && person.address.as_ref().is_some_and(|address| {
            address.postal_code == wanted.postal_code.trim() && same(&address.line1, &wanted.line1)
        })
}

/// Whether two texts are the same but for blanks and capital letters.
fn same(one: &str, other: &str) -> bool {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    words(one) == words(other)
}

/// Whether a company of the cast takes part in Peppol under this id.
pub(super) fn in_peppol(address: &PeppolAddress, cast: &Cast) -> bool {
    let number = OrgNumber::parse(address.endpoint.trim()).ok();
    address.scheme.trim() == NORWEGIAN_PARTICIPANTS
        && number.is_some_and(|number| cast.company_by_org_number(&number).is_some())
}
