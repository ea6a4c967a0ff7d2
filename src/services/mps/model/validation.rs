//! The asynchronous validation: who may get an eFaktura, and what must hold of it.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::state::tell;
use super::{EfakturaInfo, EfakturaState, Event, Model, Receiver, ShipmentId, Transaction, lookup};
use crate::consumer::{Book, DocumentType, Presented, PresentedId, PresentedState, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::{Cast, Seen};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::kid::Kid;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::person::{EfakturaFacet, Person};
use crate::domain::settings::Settings;

/// Calendar days from intake to the nearest due date that passes.
const DUE_DAYS_MIN: i32 = 3;

macro_rules! rejections {
    ($($(#[$doc:meta])* $variant:ident $code:literal $rule:literal,)+) => {
        /// Why an eFaktura is rejected after it was taken, in the order in which it is looked at.
        /// The codes are ours: MPS's own are not public.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rejection { $($(#[$doc])* $variant,)+ }

        impl Rejection {
            /// Every reason, first to speak first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// `rejectionCode` on the wire, four characters.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The reason with a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }

            /// The rule that speaks.
            #[must_use]
            pub fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule),+ }
            }
        }
    };
}

rejections! {
    /// The issuer is unknown.
    Issuer "E009" "MPS-E009",
    /// The due date is too near.
    DueDate "E001" "MPS-E001",
    /// The amount is zero.
    Amount "E002" "MPS-E002",
    /// The minimum is above the amount.
    MinimumAmount "E011" "MPS-E011",
    /// A forced notice without a collection notice.
    Notice "E012" "MPS-E012",
    /// The account fails MOD11.
    Account "E003" "MPS-E003",
    /// The KID fails MOD10 and MOD11.
    Kid "E004" "MPS-E004",
    /// No receiver, or several.
    Receiver "E005" "MPS-E005",
    /// The receiver blocked the issuer.
    Blocked "E006" "MPS-E006",
    /// The receiver has neither said yes to all nor has an agreement with the issuer.
    NotAccepting "E007" "MPS-E007",
}

/// A rejection with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Why.
    pub reason: Rejection,
    /// What was found and expected.
    pub text: String,
}

/// Validates every transaction of a shipment and presents those that pass.
pub(super) fn validate(model: &mut Model, id: ShipmentId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get_mut(&id) else {
        return;
    };
    shipment.validated_at = Some(turn.now);
    let shipment = shipment.clone();
    let judge = Judge::new(turn, &shipment.issuer, shipment.received_at);
    for id in shipment.order.iter() {
        let Some(stored) = model.transactions.get_mut(id) else {
            continue;
        };
        let judged = match stored.doom {
            Some(reason) => Err(reject(reason, "a scenario asked for it".to_owned())),
            None => judge.look_at(&stored.sent),
        };
        stored.efaktura = match judged {
            Ok(None) => continue,
            Ok(Some((person, efaktura))) => {
                present(&stored.sent, efaktura, person, &shipment.issuer, turn);
                EfakturaState::Accepted
            }
            Err(rejected) => {
                let (code, text) = (rejected.reason.code(), &rejected.text);
                let text = format!("MPS rejected the eFaktura with {code}: {text}");
                let rule = Some(rejected.reason.rule());
                tell(turn, stored.sent.id, "efaktura.rejected", text, rule);
                EfakturaState::Rejected(Arc::new(rejected))
            }
        };
    }
}

fn present(
    sent: &Transaction,
    efaktura: &EfakturaInfo,
    person: &Person,
    issuer: &str,
    turn: &mut Turn<'_, Event>,
) {
    let in_vipps = Book::shows_in_vipps(person, sent.document_type);
    let id = PresentedId(turn.mint.uuid(Stream::Presented).to_string());
    let invoice = Presented {
        consumer: person.slug.clone(),
        service: "mps",
        service_id: sent.id.to_string(),
        issuer: issuer.to_owned(),
        brand: efaktura.brand.clone(),
        document_type: sent.document_type,
        kid: sent.kid.clone(),
        account: sent.account.clone(),
        amount: sent.amount,
        minimum_amount: efaktura.minimum_amount,
        due_date: sent.due_date,
        url: efaktura.url.clone(),
        presented_at: turn.now,
        in_vipps,
        vipps_stay: None,
        by_direct_debit: false,
        state: PresentedState::Open,
    };
    turn.book.present(id, invoice);
    let place = if in_vipps {
        "in the netbank and in Vipps"
    } else {
        "in the netbank, not in Vipps"
    };
    let who = &person.slug;
    let text = format!("MPS accepted the eFaktura and presented it to {who} {place}");
    tell(turn, sent.id, "efaktura.accepted", text, None);
}

/// What all transactions of a shipment are held against.
struct Judge<'a> {
    cast: &'a Cast,
    settings: &'a Settings,
    issuer: &'a str,
    received_on: Date,
}

impl<'a> Judge<'a> {
    /// The day of intake counts and not that of validation, so that a slow validation rejects
    /// nothing that came in time.
    fn new(turn: &Turn<'a, Event>, issuer: &'a str, received_at: Timestamp) -> Self {
        Self {
            cast: turn.cast,
            settings: turn.settings,
            issuer,
            received_on: calendar::local_date(received_at),
        }
    }

    /// Who gets the eFaktura; `None` for a transaction without one.
    fn look_at<'t>(
        &self,
        sent: &'t Transaction,
    ) -> Result<Option<(&'a Person, &'t EfakturaInfo)>, Rejected> {
        let Some(efaktura) = &sent.efaktura else {
            return Ok(None);
        };
        self.issuer()?;
        self.due_date(sent)?;
        self.amount(sent.amount, efaktura.minimum_amount)?;
        notice(sent.document_type, efaktura)?;
        account_and_kid(sent)?;
        let (person, facet) = self.receiver(&efaktura.receiver)?;
        self.consent(facet)?;
        Ok(Some((person, efaktura)))
    }

    fn issuer(&self) -> Result<(), Rejected> {
        let known = OrgNumber::parse(self.issuer)
            .ok()
            .and_then(|number| self.cast.company_by_org_number(&number));
        known.map(|_| ()).ok_or_else(|| {
            let text = format!(
                "issuer {} is unknown; expected a company that has an agreement",
                self.issuer
            );
            reject(Rejection::Issuer, text)
        })
    }

    fn due_date(&self, sent: &Transaction) -> Result<(), Rejected> {
        if sent.document_type == DocumentType::CreditNote
            || calendar::days_until(self.received_on, sent.due_date) >= DUE_DAYS_MIN
        {
            return Ok(());
        }
        let earliest = self.received_on.saturating_add(DUE_DAYS_MIN.days());
        let due = sent.due_date;
        let text = format!("due date {due} is too near; expected {earliest} or later");
        Err(reject(Rejection::DueDate, text))
    }

    fn amount(&self, amount: Ore, minimum: Option<Ore>) -> Result<(), Rejected> {
        if amount.is_negative() || (amount == Ore::ZERO && !self.settings.efaktura_zero_amount) {
            let text = format!("amount {amount} cannot be paid; expected more than 0.00");
            return Err(reject(Rejection::Amount, text));
        }
        match minimum {
            Some(minimum) if minimum > amount => {
                let text = format!("minimumAmount {minimum} is above amount {amount}");
                Err(reject(Rejection::MinimumAmount, text))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn receiver(&self, named: &Receiver) -> Result<(&'a Person, &'a EfakturaFacet), Rejected> {
        let registry = self.cast.seen_by("mps");
        let (person, what) = match named {
            Receiver::Identifier(id) => (registry.by_identifier(id), "efakturaIdentifier"),
            Receiver::Ssn(ssn) => {
                let ssn = NationalId::parse(ssn).ok();
                let person = ssn.and_then(|ssn| registry.by_ssn(&ssn));
                (person, "socialSecurityNumber")
            }
            Receiver::Reference(reference) => {
                (self.by_reference(registry, reference)?, "eFakturaReference")
            }
        };
        person
            .and_then(|person| Some((person, person.efaktura.as_ref()?)))
            .ok_or_else(|| {
                let text =
                    format!("no eFaktura receiver has this {what}; expected a registered one");
                reject(Rejection::Receiver, text)
            })
    }

    fn by_reference(
        &self,
        registry: Seen<'a>,
        reference: &str,
    ) -> Result<Option<&'a Person>, Rejected> {
        let mut hits = registry.people().filter(|person| {
            person.efaktura.as_ref().is_some_and(|efaktura| {
                efaktura.agreements.iter().any(|agreement| {
                    agreement.issuer.as_str() == self.issuer && agreement.reference == reference
                })
            })
        });
        match (hits.next(), hits.next()) {
            (first, None) => Ok(first),
            (_, Some(_)) => {
                let text = "several receivers have this eFakturaReference; expected one";
                Err(reject(Rejection::Receiver, text.to_owned()))
            }
        }
    }

    fn consent(&self, efaktura: &EfakturaFacet) -> Result<(), Rejected> {
        let issuer = self.issuer;
        if lookup::blocks(efaktura, issuer) {
            let text = format!("the receiver blocked issuer {issuer}");
            return Err(reject(Rejection::Blocked, text));
        }
        if lookup::accepts(efaktura, issuer) {
            return Ok(());
        }
        let text = format!("the receiver has neither said yes to all nor to issuer {issuer}");
        Err(reject(Rejection::NotAccepting, text))
    }
}

fn notice(document_type: DocumentType, efaktura: &EfakturaInfo) -> Result<(), Rejected> {
    if efaktura.notice.is_none() || document_type == DocumentType::CollectionNotice {
        return Ok(());
    }
    let found = document_type.as_str();
    let text = format!(
        "collectionNoticeNotification goes with COLLECTION_NOTICE only; found it with {found}"
    );
    Err(reject(Rejection::Notice, text))
}

fn account_and_kid(sent: &Transaction) -> Result<(), Rejected> {
    AccountNumber::parse(&sent.account)
        .map_err(|error| reject(Rejection::Account, error.to_string()))?;
    match &sent.kid {
        Some(kid) => Kid::parse(kid)
            .map(|_| ())
            .map_err(|error| reject(Rejection::Kid, error.to_string())),
        None => Ok(()),
    }
}

fn reject(reason: Rejection, text: String) -> Rejected {
    Rejected { reason, text }
}
