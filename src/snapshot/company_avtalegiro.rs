//! The text form of `AvtaleGiro` agreements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company::none_left;
use super::minting;
use super::text::{TextError, customer_unit, one_of, parsed, yes};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::company::{AgreementStatus, AvtaleGiroAgreement, ListReceiver};
use crate::domain::email::EmailAddress;
use crate::domain::giro::CustomerUnit;
use crate::domain::kid::{KidStructure, KidStructures, StructuresError};
use crate::domain::mint::Mint;

/// An `AvtaleGiro` agreement on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct AvtaleGiroText {
    /// The account, 11 digits; left out, the one that stood in this place is kept, or one is
    /// minted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// State at the router; left out, `ACTIVE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Digits in the KID, 2 to 25, control digit included; of several structures, in the first.
    pub kid_length: u8,
    /// First and last position of the mandate reference, counted from 1, for example `1-6`.
    pub reference_position: String,
    /// How KIDs of other lengths are divided, two ways at most; left out, there are none.
    #[serde(default)]
    pub other_kid_structures: Vec<KidStructureText>,
    /// Id of the agreement in OCR files, nine digits; left out, the last nine of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_id: Option<String>,
    /// Customer units that get mandates and OCR files; they need not belong to a company here.
    /// Left out, that of the company itself, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_receivers: Option<Vec<String>>,
    /// Customer units and e-mail addresses that get the list of what was rejected; left out,
    /// whoever sent the order.
    #[serde(default)]
    pub list_receivers: Vec<String>,
    /// A notice by e-mail is offered; left out, no.
    #[serde(default)]
    pub notification_by_email: bool,
    /// A notice on paper is offered; left out, no.
    #[serde(default)]
    pub notification_by_print: bool,
    /// The bank agreement names the provider's customer id; left out, yes.
    #[serde(default = "yes")]
    pub bank_agreement: bool,
}

/// How KIDs of one length are divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct KidStructureText {
    /// Digits in the KID, 2 to 25, control digit included; another number in each structure.
    pub kid_length: u8,
    /// First and last position of the mandate reference, counted from 1, for example `1-8`.
    pub reference_position: String,
}

impl AvtaleGiroText {
    /// The text of an agreement; `whole` says its id too where it is the usual one.
    pub(super) fn of(agreement: &AvtaleGiroAgreement, whole: bool) -> Self {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let AvtaleGiroAgreement {
            account,
            status,
            agreement_id,
            kids,
            data_receivers,
            list_receivers,
            notification_by_email,
            notification_by_print,
            bank_agreement,
        } = agreement;
        let KidStructureText {
            kid_length,
            reference_position,
        } = KidStructureText::of(kids.first());
        let is_given = *agreement_id != AvtaleGiroAgreement::usual_id(account);
        let others = kids.others().iter().copied();
        let data_receivers = data_receivers.iter().map(CustomerUnit::as_str);
        let list_receivers = list_receivers.iter().map(ListReceiver::as_str);
        Self {
            account: Some(account.as_str().to_owned()),
            status: Some(status.as_str().to_owned()),
            kid_length,
            reference_position,
            other_kid_structures: others.map(KidStructureText::of).collect(),
            agreement_id: (whole || is_given).then(|| agreement_id.clone()),
            data_receivers: Some(data_receivers.map(str::to_owned).collect()),
            list_receivers: list_receivers.map(str::to_owned).collect(),
            notification_by_email: *notification_by_email,
            notification_by_print: *notification_by_print,
            bank_agreement: *bank_agreement,
        }
    }

    fn read(
        &self,
        field: &str,
        account: AccountNumber,
        unit: Option<&CustomerUnit>,
    ) -> Result<AvtaleGiroAgreement, TextError> {
        let status = match &self.status {
            Some(text) => one_of(&format!("{field}.status"), text, AgreementStatus::WORDS)?,
            None => AgreementStatus::Active,
        };
        let kids = self.kids(field)?;
        let agreement_id = match &self.agreement_id {
            Some(text) => agreement_id(&format!("{field}.agreement_id"), text)?,
            None => AvtaleGiroAgreement::usual_id(&account),
        };
        Ok(AvtaleGiroAgreement {
            account,
            status,
            agreement_id,
            kids,
            data_receivers: match &self.data_receivers {
                Some(texts) => each_once(&format!("{field}.data_receivers"), texts, customer_unit)?,
                None => unit.cloned().into_iter().collect(),
            },
            list_receivers: each_once(
                &format!("{field}.list_receivers"),
                &self.list_receivers,
                list_receiver,
            )?,
            notification_by_email: self.notification_by_email,
            notification_by_print: self.notification_by_print,
            bank_agreement: self.bank_agreement,
        })
    }

    fn kids(&self, field: &str) -> Result<KidStructures, TextError> {
        let first = structure(field, self.kid_length, &self.reference_position)?;
        let others = format!("{field}.other_kid_structures");
        let mut read = Vec::new();
        // One more than there may be is read, so that it is said that there are too many.
        let texts = self.other_kid_structures.iter().take(KidStructures::MAX);
        for (index, text) in texts.enumerate() {
            let field = format!("{others}[{index}]");
            read.push(structure(
                &field,
                text.kid_length,
                &text.reference_position,
            )?);
        }
        KidStructures::of(first, read).map_err(|why| match why {
            StructuresError::TooMany { .. } => {
                let found = format!("{} more", self.other_kid_structures.len());
                let expected = format!("two at most beside the first ({why})");
                TextError::new(&others, &found, expected)
            }
            StructuresError::SameLength { index, length } => {
                let field = format!("{others}[{index}].kid_length");
                let expected = "a length that no other structure of the agreement has";
                TextError::new(&field, &length.to_string(), expected)
            }
        })
    }
}

impl KidStructureText {
    fn of(structure: KidStructure) -> Self {
        let (first, last) = structure.reference;
        Self {
            kid_length: structure.length,
            reference_position: format!("{first}-{last}"),
        }
    }
}

fn structure(field: &str, length: u8, position: &str) -> Result<KidStructure, TextError> {
    if !(2..=25).contains(&length) {
        let field = format!("{field}.kid_length");
        return Err(TextError::new(
            &field,
            &length.to_string(),
            "2 to 25 digits",
        ));
    }
    // The control digit is not part of the reference.
    let furthest = length - 1;
    let reference = position
        .split_once('-')
        .and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)))
        .filter(|(first, last)| 1 <= *first && first <= last && *last <= furthest)
        .ok_or_else(|| {
            let expected = format!(
                "first and last position such as `1-6`, counted from 1, at most {furthest}"
            );
            let field = format!("{field}.reference_position");
            TextError::new(&field, position, expected)
        })?;
    Ok(KidStructure { length, reference })
}

fn agreement_id(field: &str, text: &str) -> Result<String, TextError> {
    if text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        let expected = "nine digits, as OCR files have them, or nothing";
        Err(TextError::new(field, text, expected))
    }
}

fn list_receiver(field: &str, text: &str) -> Result<ListReceiver, TextError> {
    if text.contains('@') {
        let expected = "an e-mail address or a customer unit";
        return parsed(field, text, expected, EmailAddress::parse).map(ListReceiver::Mail);
    }
    customer_unit(field, text).map(ListReceiver::Unit)
}

fn each_once<T: PartialEq>(
    field: &str,
    texts: &[String],
    read: impl Fn(&str, &str) -> Result<T, TextError>,
) -> Result<Vec<T>, TextError> {
    let mut all = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{field}[{index}]");
        let one = read(&field, text)?;
        if all.contains(&one) {
            return Err(TextError::new(&field, text, "each receiver once"));
        }
        all.push(one);
    }
    Ok(all)
}

/// Reads the agreements of the company with this customer unit; an account that is left out is the
/// one that stood in its place, or minted.
pub(super) fn agreements(
    texts: &[AvtaleGiroText],
    old: &[AvtaleGiroAgreement],
    unit: Option<&CustomerUnit>,
    cast: &Cast,
    mint: &mut Mint,
) -> Result<Vec<AvtaleGiroAgreement>, TextError> {
    let mut taken = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let Some(account) = &text.account else {
            continue;
        };
        let field = format!("avtalegiro[{index}].account");
        let number = parsed(&field, account, "an account number", AccountNumber::parse)?;
        if taken.contains(&number) {
            return Err(TextError::new(&field, account, "each account once"));
        }
        taken.push(number);
    }
    let mut given = taken.clone().into_iter();
    let mut read = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("avtalegiro[{index}]");
        let kept = old.get(index).map(|old| old.account.clone());
        let account = match &text.account {
            Some(_) => given.next(),
            None => kept
                .filter(|account| !taken.contains(account))
                .or_else(|| minting::account(&taken, cast, mint)),
        };
        let account = account.ok_or_else(|| none_left(&format!("{field}.account")))?;
        taken.push(account.clone());
        read.push(text.read(&field, account, unit)?);
    }
    Ok(read)
}
