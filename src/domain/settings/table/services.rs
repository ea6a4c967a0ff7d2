//! Settings of MPS, eFaktura, the router and Digipost, and how strict all are.

use jiff::SignedDuration;

use super::read::{duration, flag};
use crate::domain::settings::{Checks, ClaimDays, PreEncryptElement, Profile, Setting};

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "profile",
        text: "how strict the services are: documented, or strict",
        show: |s| s.profile.as_str().to_owned(),
        set: |s, text| {
            s.profile = Profile::parse(text).ok_or("`documented` or `strict`")?;
            Ok(())
        },
    },
    Setting {
        name: "mps.validation_delay",
        text: "from addShipment to the result of the asynchronous validation, and from each step \
               of a leg behind it to the next",
        show: |s| s.mps_validation_delay.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_validation_delay = value),
    },
    Setting {
        name: "mps.mandate_lookup",
        text: "getAtgMandate is switched on; off is fault 3102",
        show: |s| s.mps_mandate_lookup.to_string(),
        set: |s, text| flag(text).map(|value| s.mps_mandate_lookup = value),
    },
    Setting {
        name: "mps.shipments_span",
        text: "longest span of time of getShipments; a longer one is fault 3040",
        show: |s| s.mps_shipments_span.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_shipments_span = value),
    },
    Setting {
        name: "mps.signature_life",
        text: "how long the signature of a presentation address holds",
        show: |s| s.mps_signature_life.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_signature_life = value),
    },
    Setting {
        name: "mps.claim_days_min",
        text: "days from the intake of a claim to its nearest due date",
        show: |s| s.mps_claim_days_min.to_string(),
        set: |s, text| {
            let days: i32 = text.parse().map_err(|_| A_FEW_DAYS)?;
            if !(0..=60).contains(&days) {
                return Err(A_FEW_DAYS);
            }
            s.mps_claim_days_min = days;
            Ok(())
        },
    },
    Setting {
        name: "mps.security",
        text: "what MPS makes of a WS-Security header: nothing, judge one that is there, or refuse \
               a message without one too",
        show: |s| s.mps_security.as_str().to_owned(),
        set: |s, text| {
            s.mps_security = Checks::parse(text).ok_or(SOME_CHECKS)?;
            Ok(())
        },
    },
    Setting {
        name: "mps.claim_days",
        text: "how these days are counted: calendar, or banking",
        show: |s| s.mps_claim_days.as_str().to_owned(),
        set: |s, text| {
            s.mps_claim_days = ClaimDays::parse(text).ok_or("`calendar` or `banking`")?;
            Ok(())
        },
    },
    Setting {
        name: "mps.rejects_over_limit",
        text: "MPS rejects a claim above the payer's limit; without, the bank refuses it when due",
        show: |s| s.mps_rejects_over_limit.to_string(),
        set: |s, text| flag(text).map(|value| s.mps_rejects_over_limit = value),
    },
    Setting {
        name: "mps.issuer_spread",
        text: "from the making of an issuer at MPS to the instant when every bank has it",
        show: |s| s.mps_issuer_spread.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_issuer_spread = value),
    },
    Setting {
        name: "efaktura.zero_amount",
        text: "accept an eFaktura of 0.00",
        show: |s| s.efaktura_zero_amount.to_string(),
        set: |s, text| flag(text).map(|value| s.efaktura_zero_amount = value),
    },
    Setting {
        name: "router.poll_interval",
        text: "from one look at an unfinished transaction at MPS to the next",
        show: |s| s.router_poll_interval.to_string(),
        set: |s, text| {
            let value = duration(text)?;
            // A router that asks again at once would never let time pass.
            if value < SignedDuration::from_secs(1) {
                return Err("a duration such as `PT5S` or `PT1H`, of at least `PT1S`");
            }
            s.router_poll_interval = value;
            Ok(())
        },
    },
    Setting {
        name: "router.efaktura_failure_ends",
        text: "an eFaktura that fails validation ends the routing instead of falling through",
        show: |s| s.router_efaktura_failure_ends.to_string(),
        set: |s, text| flag(text).map(|value| s.router_efaktura_failure_ends = value),
    },
    Setting {
        name: "router.token_life",
        text: "how long an access token of the router lives",
        show: |s| s.router_token_life.to_string(),
        set: |s, text| duration(text).map(|value| s.router_token_life = value),
    },
    Setting {
        name: "router.all_document_types",
        text: "accept DUNNING, PAYMENT_REQUEST and ENFORCEMENT_WARNING as b2cno_document_type",
        show: |s| s.router_all_document_types.to_string(),
        set: |s, text| flag(text).map(|value| s.router_all_document_types = value),
    },
    Setting {
        name: "digipost.signatures",
        text: "what Digipost makes of the signature of a request: nothing, judge one that is \
               there, or refuse a request without one too",
        show: |s| s.digipost_signatures.as_str().to_owned(),
        set: |s, text| {
            s.digipost_signatures = Checks::parse(text).ok_or(SOME_CHECKS)?;
            Ok(())
        },
    },
    Setting {
        name: "digipost.strict_numbers",
        text: "Digipost judges the check digits of KID and account of an invoice",
        show: |s| s.digipost_strict_numbers.to_string(),
        set: |s, text| flag(text).map(|value| s.digipost_strict_numbers = value),
    },
    Setting {
        name: "digipost.pre_encrypt_element",
        text: "when the receipt of a message at Digipost has the element pre-encrypt: as in the \
               documented sample (where the primary document is an invoice), always, or never",
        show: |s| s.digipost_pre_encrypt_element.as_str().to_owned(),
        set: |s, text| {
            let expected = "`sample`, `always` or `never`";
            s.digipost_pre_encrypt_element = PreEncryptElement::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "digipost.link_life",
        text: "how long a link to the content of a document at Digipost holds",
        show: |s| s.digipost_link_life.to_string(),
        set: |s, text| duration(text).map(|value| s.digipost_link_life = value),
    },
    Setting {
        name: "digipost.owners_pause",
        text: "from one request for the owners of agreements at Digipost to the next one",
        show: |s| s.digipost_owners_pause.to_string(),
        set: |s, text| duration(text).map(|value| s.digipost_owners_pause = value),
    },
];

const SOME_CHECKS: &str = "`off`, `when-present` or `enforce`";
const A_FEW_DAYS: &str = "a number of days from 0 to 60";
