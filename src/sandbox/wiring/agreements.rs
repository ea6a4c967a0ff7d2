//! What follows when people agree with banks on their invoices.

use super::Follows;
use crate::consumer::{AgreementKey, Book, EndedBy, Happening};
use crate::domain::digipost::Bank;
use crate::domain::slug::Slug;

/// The service at which users' agreements stand.
const DIGIPOST: &str = "digipost";
/// The service in whose name banks speak.
const BANK: &str = "bank";

/// An agreement on what a company may see of a user.
pub(super) fn user(key: &AgreementKey, book: &Book, kind: &'static str, what: &str) -> Follows {
    let AgreementKey {
        person,
        holder,
        about,
    } = key;
    let known = book.known_user_agreement(key);
    let ended = known.and_then(|agreement| agreement.ended);
    let how = match ended.map(|ended| ended.by) {
        None => "",
        Some(EndedBy::User) => ", by the user",
        Some(EndedBy::Holder) => ", by the company",
        Some(EndedBy::Closing) => ", with the account at Digipost",
    };
    let about = about.as_str();
    let text = format!("the agreement `{about}` of {person} with {holder} was {what}{how}");
    said(DIGIPOST, kind, text)
}

/// What Digipost knows of a person's bank.
pub(super) fn in_digipost(person: &Slug, bank: Bank, made: bool) -> Follows {
    let bank = bank.name();
    if made {
        let text = format!("Digipost sends what {person} adds to payments to {bank}");
        said(DIGIPOST, "agreement.made", text)
    } else {
        let text = format!("Digipost sends nothing of {person} to {bank} any more");
        said(DIGIPOST, "agreement.withdrawn", text)
    }
}

/// What a bank knows of a person.
pub(super) fn at_bank(person: &Slug, bank: Bank, made: bool) -> Follows {
    let bank = bank.name();
    if made {
        let text = format!("{bank} takes payments of {person} from Digipost");
        said(BANK, "agreement.made", text)
    } else {
        let text = format!(
            "{bank} takes no payments of {person} from Digipost any more; Digipost learns it with \
             the next one"
        );
        said(BANK, "agreement.withdrawn", text)
    }
}

fn said(service: &'static str, kind: &'static str, text: String) -> Follows {
    let told = Happening {
        about: None,
        service,
        kind,
        text,
        rule: None,
    };
    Follows {
        told: Some(told),
        ..Follows::default()
    }
}
