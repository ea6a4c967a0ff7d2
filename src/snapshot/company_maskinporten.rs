//! The text form of a company's client at Maskinporten, and of what it delegated in Altinn.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company::key;
use super::text::{TextError, date, parsed, yes};
use crate::crypto::PublicKeyPem;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::{
    ClientKey, ClientKeys, Delegation, MaskinportenClient, PublicKeyDer, Scope,
};
use crate::domain::slug::Slug;

/// Longest key in characters.
const LONGEST: usize = 16_384;

/// Longest life of an access token, in seconds: an hour.
const LIFE_MAX: u32 = 3_600;

/// A client of Maskinporten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct MaskinportenText {
    /// `iss` of its grants; left out, the old one is kept, or it is computed from the names of
    /// sandbox and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Scopes registered on it.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Scopes that their owner took back from the organisation though they are registered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<String>,
    /// Keys registered on it; left out, the one that `sandkasse certs` writes, under the id
    /// `sandkasse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<ClientKeyText>>,
    /// How long its access tokens live, in seconds, 1 to 3600; left out, as the setting
    /// `maskinporten.token_life` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_life_s: Option<u32>,
    /// Signatures of its grants are judged; left out, yes.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub checks_signature: bool,
}

/// A key of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct ClientKeyText {
    /// Its id.
    pub kid: String,
    /// The public key in PEM: as a certificate, or as `PUBLIC KEY` alone.
    pub pem: String,
    /// Its last day, `YYYY-MM-DD`; left out, it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A right to act for the company, delegated in Altinn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct DelegationText {
    /// With which scope.
    pub scope: String,
    /// Organisation number of who may act.
    pub supplier: String,
}

impl MaskinportenText {
    /// The text of a client; `cast` says what is in force, without it only what was given is said.
    pub(super) fn of(company: &Company, cast: Option<&Cast>) -> Option<Self> {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let MaskinportenClient {
            given_id,
            scopes,
            withdrawn,
            keys,
            token_life,
            checks_signature,
        } = company.maskinporten.as_ref()?;
        let in_force = cast.and_then(|cast| cast.maskinporten_client(company));
        let words = |scopes: &[Scope]| scopes.iter().map(ToString::to_string).collect();
        Some(Self {
            client_id: in_force.or_else(|| given_id.clone()),
            scopes: words(scopes),
            withdrawn: words(withdrawn),
            keys: match keys {
                ClientKeys::Usual => None,
                ClientKeys::Given(keys) => Some(keys.iter().map(ClientKeyText::of).collect()),
            },
            token_life_s: token_life.and_then(|life| u32::try_from(life.as_secs()).ok()),
            checks_signature: *checks_signature,
        })
    }

    /// Reads the client of the company `slug`; `old` is the id that somebody gave before.
    pub(super) fn read(
        &self,
        old: Option<String>,
        slug: &Slug,
        cast: &Cast,
    ) -> Result<MaskinportenClient, TextError> {
        let computed = MaskinportenClient::with(Vec::new()).id(cast.sandbox(), slug);
        let life = self.token_life_s.map(|seconds| {
            if !(1..=LIFE_MAX).contains(&seconds) {
                let (field, found) = ("maskinporten.token_life_s", seconds.to_string());
                return Err(TextError::new(field, &found, "1 to 3600 seconds"));
            }
            Ok(SignedDuration::from_secs(i64::from(seconds)))
        });
        let keys = match &self.keys {
            None => ClientKeys::Usual,
            Some(texts) => ClientKeys::Given(read_keys(texts)?),
        };
        Ok(MaskinportenClient {
            given_id: key("maskinporten.client_id", &self.client_id, old, &computed)?,
            scopes: scopes("maskinporten.scopes", &self.scopes)?,
            withdrawn: scopes("maskinporten.withdrawn", &self.withdrawn)?,
            keys,
            token_life: life.transpose()?,
            checks_signature: self.checks_signature,
        })
    }
}

impl ClientKeyText {
    fn of(key: &ClientKey) -> Self {
        let ClientKey { kid, key, until } = key;
        Self {
            kid: kid.clone(),
            pem: key.pem.as_ref().to_owned(),
            until: until.map(|day| day.to_string()),
        }
    }
}

fn read_keys(texts: &[ClientKeyText]) -> Result<Vec<ClientKey>, TextError> {
    let mut keys: Vec<ClientKey> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = |name: &str| format!("maskinporten.keys[{index}].{name}");
        let kid = &text.kid;
        let fits = (1..=200).contains(&kid.len()) && kid.bytes().all(|it| it.is_ascii_graphic());
        if !fits {
            let expected = "1 to 200 visible ASCII characters without blanks";
            return Err(TextError::new(&field("kid"), kid, expected));
        }
        if keys.iter().any(|key| key.kid == *kid) {
            let expected = "an id that no other key of the client has";
            return Err(TextError::new(&field("kid"), kid, expected));
        }
        let (pem, shown) = (&text.pem, "a text");
        if pem.len() > LONGEST {
            let expected = "a certificate or public key of at most 16384 characters";
            return Err(TextError::new(&field("pem"), shown, expected));
        }
        let key = PublicKeyPem::parse(pem)
            .map_err(|error| TextError::new(&field("pem"), shown, error.to_string()))?;
        let until = text.until.as_deref();
        keys.push(ClientKey {
            kid: kid.clone(),
            key: PublicKeyDer {
                pkcs1: key.pkcs1.into(),
                pem: key.pem.into(),
            },
            until: until.map(|text| date(&field("until"), text)).transpose()?,
        });
    }
    Ok(keys)
}

impl DelegationText {
    pub(super) fn of(delegation: &Delegation) -> Self {
        let Delegation { scope, supplier } = delegation;
        Self {
            scope: scope.to_string(),
            supplier: supplier.to_string(),
        }
    }
}

/// Reads what a company delegated.
pub(super) fn delegations(texts: &[DelegationText]) -> Result<Vec<Delegation>, TextError> {
    let mut all: Vec<Delegation> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = |name: &str| format!("delegations[{index}].{name}");
        let number = "an organisation number";
        let delegation = Delegation {
            scope: parsed_scope(&field("scope"), &text.scope)?,
            supplier: parsed(&field("supplier"), &text.supplier, number, OrgNumber::parse)?,
        };
        if all.contains(&delegation) {
            let expected = "each delegation once";
            return Err(TextError::new(&field("scope"), &text.scope, expected));
        }
        all.push(delegation);
    }
    Ok(all)
}

fn scopes(field: &str, texts: &[String]) -> Result<Vec<Scope>, TextError> {
    let mut all: Vec<Scope> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{field}[{index}]");
        let scope = parsed_scope(&field, text)?;
        if all.contains(&scope) {
            return Err(TextError::new(&field, text, "each scope once"));
        }
        all.push(scope);
    }
    Ok(all)
}

fn parsed_scope(field: &str, text: &str) -> Result<Scope, TextError> {
    let expected = "a scope, such as `krr:global/kontaktinformasjon.read`";
    Scope::parse(text).ok_or_else(|| TextError::new(field, text, expected))
}
