//! Who may ask what: users, their roles and the issuers they act for.

use std::fmt;
use std::sync::Arc;

use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use crate::consumer::Turn;
use crate::domain::company::{Company, MpsFacet, MpsRole};
use crate::domain::settings::Checks;
use crate::domain::slug::Slug;
use crate::services::mps::faults::{Fault, FaultKind};

use super::{Ask, Command, Event, StoredShipment};

/// What a WS-Security header says about its sender (OASIS: Web Services Security, UsernameToken
/// Profile 1.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The user; empty when the header names none.
    pub user: String,
    /// What shows that it is the user.
    pub proof: Proof,
}

/// What shows that a sender is the user it names.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// Nothing.
    Nothing,
    /// The password as it is (`PasswordText`).
    Text(String),
    /// SHA-1 of nonce, instant and password, in this order (`PasswordDigest`).
    Digest {
        /// The hash.
        digest: Vec<u8>,
        /// The nonce, decoded; empty when none was sent.
        nonce: Vec<u8>,
        /// The instant as written; empty when none was sent.
        created: String,
    },
    /// Something that cannot be read; in words, without the password.
    Unreadable(String),
}

impl fmt::Debug for Proof {
    /// Says which kind it is, never the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Text(_) => f.write_str("Text"),
            Self::Digest { .. } => f.write_str("Digest"),
            Self::Unreadable(why) => write!(f, "Unreadable({why})"),
        }
    }
}

impl Proof {
    /// Whether it shows that the sender knows a password. How long that takes tells nothing of
    /// the password.
    fn shows(&self, password: &str) -> bool {
        match self {
            Self::Nothing | Self::Unreadable(_) => false,
            Self::Text(text) => text.as_bytes().ct_eq(password.as_bytes()).into(),
            Self::Digest {
                digest,
                nonce,
                created,
            } => {
                let expected = Sha1::new()
                    .chain_update(nonce)
                    .chain_update(created)
                    .chain_update(password)
                    .finalize();
                digest.as_slice().ct_eq(expected.as_slice()).into()
            }
        }
    }
}

/// Whoever sends a request, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct User {
    /// The company whose user it is; `None` for a caller who was not asked for a user, and who may
    /// do everything.
    pub(in crate::services::mps) company: Option<Slug>,
    rights: Option<Arc<Company>>,
}

impl User {
    const ANYBODY: Self = Self {
        company: None,
        rights: None,
    };

    /// Whether the user may act for an issuer, given by its number as sent.
    pub(in crate::services::mps) fn acts_for(&self, issuer: &str) -> bool {
        let company = self.rights.as_ref();
        company.is_none_or(|company| company.sends_to_mps_for(issuer))
    }

    /// Whether the user may know of what came in a shipment.
    pub(in crate::services::mps) fn sees(&self, shipment: &StoredShipment) -> bool {
        self.company.is_none() || shipment.sender == self.company || self.acts_for(&shipment.issuer)
    }

    /// Whether the user may send `AvtaleGiro` claims.
    pub(in crate::services::mps) fn may_claim(&self) -> bool {
        self.facet().is_none_or(|facet| facet.avtalegiro)
    }

    /// Whether the user may send in a way.
    pub(in crate::services::mps) fn has(&self, role: MpsRole) -> bool {
        self.facet().is_none_or(|facet| facet.roles.contains(&role))
    }

    /// Whether the user has to name its service provider (`true`) or may not (`false`); `None`
    /// when it may do as it likes.
    pub(in crate::services::mps) fn names_service_provider(&self) -> Option<bool> {
        self.facet().map(|facet| facet.names_service_provider)
    }

    fn facet(&self) -> Option<&MpsFacet> {
        self.rights.as_ref()?.mps.as_ref()
    }
}

/// Whom a request comes from, after the setting `mps.security`.
///
/// # Errors
/// [`Fault`] when the header is not one that MPS lets in. What it says goes into the journal.
pub(super) fn admit(command: &Command, turn: &Turn<'_, Event>) -> Result<User, Fault> {
    let login = match (turn.settings.mps_security, &command.login) {
        (Checks::Off, _) | (Checks::WhenPresent, None) => return Ok(User::ANYBODY),
        // The interface description is fetched with a plain GET.
        (Checks::Enforce, None) if command.ask == Ask::Describe => return Ok(User::ANYBODY),
        (Checks::Enforce, None) => {
            let missing = if matches!(command.ask, Ask::Mandates(_) | Ask::Files(_)) {
                "Authorization header"
            } else {
                "UsernameToken"
            };
            let found = format!("no {missing}, and `mps.security` is `enforce`");
            return Err(refused(found));
        }
        (Checks::WhenPresent | Checks::Enforce, Some(login)) => login,
    };
    let Login { user, proof } = login;
    if let (true, Proof::Unreadable(why)) = (user.is_empty(), proof) {
        return Err(refused(why.clone()));
    }
    let shown: String = user.chars().take(80).collect();
    let Some(company) = turn.cast.company_by_mps_user(user) else {
        let sandbox = turn.cast.sandbox();
        return Err(refused(format!(
            "unknown user `{shown}`: no company of sandbox `{sandbox}` has it, and users of other \
             sandboxes are unknown here"
        )));
    };
    let login = turn.cast.mps_login(company);
    if login.is_some_and(|login| proof.shows(&login.password)) {
        return Ok(User {
            company: Some(company.slug.clone()),
            rights: Some(Arc::clone(company)),
        });
    }
    let slug = &company.slug;
    Err(refused(match proof {
        Proof::Nothing => format!("no password for user `{shown}` of `{slug}`"),
        Proof::Text(_) => format!("a wrong password for user `{shown}` of `{slug}`"),
        Proof::Digest { .. } => {
            format!("a digest of another nonce, instant or password for user `{shown}` of `{slug}`")
        }
        Proof::Unreadable(why) => format!("{why} for user `{shown}` of `{slug}`"),
    }))
}

fn refused(found: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unauthenticated, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cast::Cast;
    use crate::domain::mint::Mint;
    use crate::snapshot::CompanyText;

    fn user(mps: &str) -> User {
        let slug = Slug::parse("fjord-energi").unwrap();
        let cast = Cast::empty(Slug::parse("default").unwrap());
        let text = format!("{{\"orgnr\": \"304520817\", \"mps\": {mps}}}");
        let text: CompanyText = serde_json::from_str(&text).unwrap();
        let company = text.into_company(&slug, None, &cast, &mut Mint::new(1));
        User {
            company: Some(slug),
            rights: Some(Arc::new(company.unwrap())),
        }
    }

    #[test]
    fn a_user_may_what_its_company_may_and_nobody_in_particular_may_everything() {
        let listed = user(
            "{\"roles\": [\"erp\"], \"acts_for\": [\"363275370\"], \"avtalegiro\": false, \
             \"names_service_provider\": true}",
        );
        assert!(listed.acts_for("304520817") && listed.acts_for("363275370"));
        assert!(!listed.acts_for("313048519") && !listed.may_claim());
        assert!(listed.has(MpsRole::Erp) && !listed.has(MpsRole::Submitter));
        assert_eq!(listed.names_service_provider(), Some(true));
        let plain = user("{}");
        assert!(plain.has(MpsRole::Submitter) && plain.may_claim());
        assert!(plain.acts_for("304520817") && !plain.acts_for("363275370"));
        assert!(user("{\"acts_for\": \"all\"}").acts_for("363275370"));
        let anybody = User::ANYBODY;
        assert!(anybody.acts_for("363275370") && anybody.may_claim());
        assert!(anybody.has(MpsRole::IssuerViaMps));
        assert_eq!(anybody.names_service_provider(), None);
    }
}
