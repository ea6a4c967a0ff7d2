//! When the owners of agreements may be asked for again, as text.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consumer::AgreementType;
use crate::domain::slug::Slug;
use crate::services::digipost::model::AgreementsState;
use crate::snapshot::written::{self, formed, plain};

formed! {
    StateText for AgreementsState,
}
plain!(OwnersText);

#[derive(Serialize, Deserialize)]
#[serde(remote = "AgreementsState", deny_unknown_fields)]
struct StateText {
    #[serde(with = "owners")]
    owners_from: BTreeMap<(Slug, AgreementType), Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct OwnersText {
    #[serde(with = "written")]
    holder: Slug,
    #[serde(with = "written")]
    about: AgreementType,
    #[serde(with = "written")]
    from: Timestamp,
}

mod owners {
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    use super::{AgreementType, BTreeMap, OwnersText, Slug, Timestamp};
    use crate::snapshot::written::{self, Written};

    type Owners = BTreeMap<(Slug, AgreementType), Timestamp>;

    pub(super) fn serialize<S: Serializer>(owners: &Owners, to: S) -> Result<S::Ok, S::Error> {
        let rows = owners.iter().map(|((holder, about), from)| OwnersText {
            holder: holder.clone(),
            about: *about,
            from: *from,
        });
        written::serialize(&rows.collect::<Vec<_>>(), to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Owners, D::Error> {
        let mut owners = Owners::new();
        for OwnersText {
            holder,
            about,
            from,
        } in Vec::<OwnersText>::read(from)?
        {
            if owners.insert((holder.clone(), about), from).is_some() {
                let about = about.as_str();
                let again = format!("found {holder} and `{about}` twice, expected each pair once");
                return Err(D::Error::custom(again));
            }
        }
        Ok(owners)
    }
}
