//! Bodies of the user-agreements API. No schema is published, so elements are read by name in any
//! order, each once, and unknown ones are refused.

use super::query::{agreement_type, national_id, shortened, status};
use crate::consumer::AgreementType;
use crate::domain::identity::NationalId;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{InvoiceStatus, InvoiceUpdate};
use crate::services::digipost::wire::dialect::Dialect;
use crate::wire::xml::{Element, Limits};

/// Most attributes of an agreement; ours, as are the lengths.
const ATTRIBUTES_MAX: usize = 50;
const TEXT_MAX: usize = 255;

/// An agreement as it is sent.
#[derive(Debug)]
pub(super) struct SentAgreement {
    pub(super) about: AgreementType,
    pub(super) user: NationalId,
    pub(super) attributes: Vec<(String, String)>,
}

/// Reads an agreement; and what was tolerated.
pub(super) fn agreement(bytes: &[u8]) -> Result<(SentAgreement, Vec<String>), Fault> {
    let (root, remarks) = document(bytes, "agreement")?;
    let fields = Fields::of(&root, &["type", "user-id", "attributes"])?;
    let about = agreement_type(fields.required("type")?)?;
    let sent = fields.required("user-id")?;
    let user = national_id(sent).ok_or_else(|| {
        let found = sent.chars().count();
        let found = format!("expected eleven digits, found {found} characters");
        wrong("agreement/user-id", &found)
    })??;
    let attributes = match fields.element("attributes") {
        Some(element) => attributes(element)?,
        None => Vec::new(),
    };
    let agreement = SentAgreement {
        about,
        user,
        attributes,
    };
    Ok((agreement, remarks))
}

/// Reads what became of an invoice; and what was tolerated.
pub(super) fn update(bytes: &[u8]) -> Result<(InvoiceUpdate, Vec<String>), Fault> {
    let (root, mut remarks) = document(bytes, "invoice-update")?;
    let fields = Fields::of(&root, &["status", "payment-id", "from-account"])?;
    let sent = fields.required("status")?;
    let status = status(sent).ok_or_else(|| {
        let found = shortened(sent);
        Fault::new(FaultKind::InvalidInvoiceStatus, format!("found `{found}`"))
    })?;
    let payment_id = fields.text("payment-id")?.filter(|id| !id.is_empty());
    let account = fields.text("from-account")?;
    let is_account = |it: &str| it.len() == 11 && it.bytes().all(|it| it.is_ascii_digit());
    if let Some(account) = account.filter(|account| !is_account(account)) {
        let found = format!("expected eleven digits, found `{}`", shortened(account));
        return Err(wrong("invoice-update/from-account", &found));
    }
    let update = match status {
        InvoiceStatus::Paid => InvoiceUpdate::Paid {
            payment_id: payment_id.map(str::to_owned).ok_or_else(|| {
                let found = "expected the bank's id of the payment with `paid`, found none";
                wrong("invoice-update/payment-id", found)
            })?,
        },
        InvoiceStatus::Unpaid => InvoiceUpdate::Unpaid,
        InvoiceStatus::Deleted => InvoiceUpdate::Deleted,
    };
    if payment_id.is_some() && status != InvoiceStatus::Paid {
        let status = status.as_str();
        remarks.push(format!("payment-id means nothing with `{status}`"));
    }
    Ok((update, remarks))
}

fn attributes(element: &Element) -> Result<Vec<(String, String)>, Fault> {
    const PATH: &str = "agreement/attributes";
    if element.children.len() > ATTRIBUTES_MAX {
        let found = element.children.len();
        let found = format!("expected at most {ATTRIBUTES_MAX}, found {found}");
        return Err(wrong(PATH, &found));
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    for child in &element.children {
        if !fits(child, element, "attribute") {
            let found = format!("expected <attribute>, found <{}>", shortened(child.local()));
            return Err(wrong(PATH, &found));
        }
        let fields = Fields::of(child, &["key", "value"])?;
        let (key, value) = (fields.required("key")?, fields.text("value")?);
        if pairs.iter().any(|(known, _)| known == key) {
            let found = format!("expected each key once, found `{key}` again");
            return Err(wrong(PATH, &found));
        }
        pairs.push((key.to_owned(), value.unwrap_or_default().to_owned()));
    }
    Ok(pairs)
}

fn document(bytes: &[u8], root: &str) -> Result<(Element, Vec<String>), Fault> {
    let element = Element::parse(bytes, Limits::default())
        .map_err(|error| wrong("the body", &error.to_string()))?;
    let namespace = Dialect::User1.namespace();
    // The samples of the written specification have no namespace.
    let tolerated = element.namespace().is_none() && element.local() == root;
    if !tolerated && !element.name.is(namespace, root) {
        let found = shortened(&element.name.to_string());
        let found = format!("expected <{root}> in namespace {namespace}, found {found}");
        return Err(wrong("the root", &found));
    }
    let remark = tolerated.then(|| format!("<{root}> is in no namespace, expected {namespace}"));
    Ok((element, remark.into_iter().collect()))
}

/// The children of an element.
struct Fields<'a> {
    parent: &'a Element,
}

impl<'a> Fields<'a> {
    fn of(parent: &'a Element, known: &[&str]) -> Result<Self, Fault> {
        for (at, child) in parent.children.iter().enumerate() {
            let name = shortened(child.local());
            if !known.iter().any(|known| fits(child, parent, known)) {
                let known = known.join(", ");
                let found = format!("expected {known}, found <{name}>");
                return Err(wrong(parent.local(), &found));
            }
            let mut before = parent.children.iter().take(at);
            if before.any(|other| other.local() == child.local()) {
                let found = format!("expected <{name}> once, found it again");
                return Err(wrong(parent.local(), &found));
            }
        }
        Ok(Self { parent })
    }

    fn element(&self, name: &str) -> Option<&'a Element> {
        self.parent.child(name)
    }

    fn text(&self, name: &str) -> Result<Option<&'a str>, Fault> {
        let Some(child) = self.element(name) else {
            return Ok(None);
        };
        let path = format!("{}/{name}", self.parent.local());
        if let Some(inside) = child.children.first() {
            let found = shortened(inside.local());
            return Err(wrong(&path, &format!("expected text, found <{found}>")));
        }
        let length = child.text().chars().count();
        if length > TEXT_MAX {
            let found = format!("expected at most {TEXT_MAX} characters, found {length}");
            return Err(wrong(&path, &found));
        }
        Ok(Some(child.text()))
    }

    fn required(&self, name: &str) -> Result<&'a str, Fault> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| {
            let found = format!("expected <{name}> with a value, found none");
            wrong(self.parent.local(), &found)
        })
    }
}

fn fits(child: &Element, parent: &Element, name: &str) -> bool {
    let at_home = child.namespace().is_none() || child.namespace() == parent.namespace();
    child.local() == name && at_home
}

fn wrong(path: &str, found: &str) -> Fault {
    Fault::new(FaultKind::InvalidField, format!("{path}: {found}"))
}
