//! Requests of the sibling services as commands.

use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::services::mps::model::{
    Ask, BrandRule, Consignment, Invoice, NoticeTo, Port, Receiver, Search, Sibling, SiblingAsk,
    TransactionId, Which,
};
use crate::services::mps::wire::schema::{AMOUNT, DATE, Parsed, Read};
use crate::services::mps::wire::{contract, lookup, signature};
use crate::services::{Contract, Facts, Operation};
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Sequence};

/// Reads a request behind `auditInformation`.
pub(in crate::services::mps::wire) fn read(
    operation: &'static Operation,
    contract: &'static Contract,
    sequence: &mut Sequence<'_>,
    root: &Element,
) -> Result<(Ask, Vec<Facts>), WireError> {
    let mut keys = sequence.clone();
    let fields = contract.request.get(1..).unwrap_or_default();
    contract::check(fields, sequence)?;
    let Some((port, name)) = named(operation.id) else {
        return Err(sequence.error("", "an operation that is built", operation.id));
    };
    if name == "getEfakturaIdentifiers" {
        let keys = lookup::read_keys(&mut keys)?;
        let facts = keys.iter().map(lookup::facts).collect();
        return Ok((Ask::GetEfakturaIdentifiers(keys), facts));
    }
    let ask = ask(name, root, sequence)?;
    let facts = facts(&ask);
    Ok((Ask::Sibling(Sibling { port, ask }), facts))
}

/// Service and operation in `mps.erp.createIssuer`.
fn named(id: &'static str) -> Option<(Port, &'static str)> {
    let (port, name) = id.strip_prefix("mps.")?.split_once('.')?;
    Some((Port::parse(port)?, name))
}

fn ask(name: &str, root: &Element, sequence: &Sequence<'_>) -> Result<SiblingAsk, WireError> {
    let unread = |what: &str| sequence.error("", "an operation that is built", what);
    let issuer = || text(root, "issuerId");
    let ask = match name {
        "createIssuer" => {
            let list = root.child("brandAgreementRules");
            let rules = list.into_iter().flat_map(|list| list.children.iter());
            let name = given(root, "name");
            Some(SiblingAsk::CreateIssuer(
                issuer(),
                name,
                rules.map(rule).collect(),
            ))
        }
        "getIssuer" => Some(SiblingAsk::GetIssuer(issuer())),
        "deleteIssuer" => Some(SiblingAsk::DeleteIssuer(issuer())),
        "addBrandAgreementRule" => {
            let rule = root.child("brandAgreementRule").map(rule);
            rule.map(|rule| SiblingAsk::AddRule(issuer(), rule))
        }
        "deleteBrandAgreementRule" => {
            let rule = root.child("brandAgreementRule").map(rule);
            rule.map(|rule| SiblingAsk::DeleteRule(issuer(), rule))
        }
        "addInvoices" => Some(SiblingAsk::AddInvoices(consignment(root, sequence)?)),
        "getInvoiceStatus" => {
            let which = match transaction(root) {
                Some(id) => Which::Id(id),
                None => Which::Number(text(root, "invoiceNumber")),
            };
            Some(SiblingAsk::InvoiceStatus(issuer(), which))
        }
        "getConsignmentStatus" => Some(SiblingAsk::ConsignmentStatus(text(root, "consignmentId"))),
        "cancelInvoice" => transaction(root).map(SiblingAsk::CancelInvoice),
        "cancelConsignment" => Some(SiblingAsk::CancelConsignment(text(root, "consignmentId"))),
        "getCancellableInvoice" => Some(SiblingAsk::Cancellable(Search {
            issuer: issuer(),
            number: given(root, "invoiceNumber"),
            kid: given(root, "kid"),
            amount: given(root, "amount").and_then(|text| AMOUNT.read(&text)),
            due_date: given(root, "dueDate")
                .and_then(|text| DATE.read(&text))
                .map(|(date, _)| date),
        })),
        "getBlackList" => Some(SiblingAsk::BlackList),
        "validateSecuritySignature" => {
            let opened = signature::opened(&text(root, "encryptedSignature"));
            Some(SiblingAsk::Signature(opened))
        }
        other => return Err(unread(other)),
    };
    ask.ok_or_else(|| unread(name))
}

fn rule(element: &Element) -> BrandRule {
    BrandRule {
        account: text(element, "accountNumber"),
        position: text(element, "customerReferencePosition"),
    }
}

fn consignment(root: &Element, sequence: &Sequence<'_>) -> Result<Consignment, WireError> {
    let sender = root.child("senderInfo").unwrap_or(root);
    let id = given(sender, "consignmentId");
    let list = root.child("invoices").into_iter();
    let invoices = list
        .flat_map(|list| list.children.iter())
        .map(|element| invoice(element, sequence))
        .collect::<Result<Vec<_>, _>>()?;
    if id.is_none() && invoices.len() > 1 {
        let found = format!("{} invoices without one", invoices.len());
        let expected = "a consignmentId beside several invoices";
        return Err(sequence.error("senderInfo/consignmentId", expected, found));
    }
    Ok(Consignment {
        id,
        service_provider: given(root, "serviceProvider"),
        issuer: text(sender, "issuerId"),
        invoices,
    })
}

fn invoice(element: &Element, sequence: &Sequence<'_>) -> Result<Invoice, WireError> {
    const TITLE: Parsed<DocumentType> = Parsed("a title of a document", DocumentType::parse);
    let (due_date, due_date_zone) = value(element, sequence, "dueDate", &DATE)?;
    let notice = element.child("collectionNoticeNotification");
    Ok(Invoice {
        number: text(element, "invoiceNumber"),
        receiver: receiver(element),
        document_type: value(element, sequence, "documentType", &TITLE)?,
        kid: given(element, "kid"),
        account: text(element, "accountNumber"),
        amount: value(element, sequence, "amount", &AMOUNT)?,
        due_date,
        due_date_zone,
        minimum_amount: given(element, "minimumAmount").and_then(|text| AMOUNT.read(&text)),
        brand: text(element, "brandName"),
        url: text(element, "eFakturaUrl"),
        notice: notice.map(|notice| NoticeTo {
            email: given(notice, "email"),
            mobile_phone: given(notice, "mobilePhone"),
        }),
    })
}

fn receiver(element: &Element) -> Option<Receiver> {
    let identifier = given(element, "efakturaIdentifier");
    let identifier = identifier.and_then(|text| EfakturaIdentifier::parse(&text).ok());
    let ssn = || given(element, "socialSecurityNumber").map(Receiver::Ssn);
    let reference = || given(element, "efakturaReference").map(Receiver::Reference);
    identifier
        .map(Receiver::Identifier)
        .or_else(ssn)
        .or_else(reference)
}

fn transaction(root: &Element) -> Option<TransactionId> {
    given(root, "transactionId").and_then(|text| TransactionId::parse(&text))
}

/// A value that the table made sure of; the error only stands for one that it did not.
fn value<T>(
    element: &Element,
    sequence: &Sequence<'_>,
    name: &str,
    kind: &Parsed<T>,
) -> Result<T, WireError> {
    let found = given(element, name);
    let read = found.as_deref().and_then(|text| kind.read(text));
    read.ok_or_else(|| sequence.error(name, kind.words(), found.unwrap_or_default()))
}

/// Strings keep their white space, as the schema has it.
fn given(element: &Element, name: &str) -> Option<String> {
    element.child(name).map(|child| child.text.clone())
}

fn text(element: &Element, name: &str) -> String {
    given(element, name).unwrap_or_default()
}

/// What rules may ask about a request; as many rows as invoices in a consignment.
fn facts(ask: &SiblingAsk) -> Vec<Facts> {
    let about = |issuer: &String, account: Option<&String>| {
        vec![Facts {
            issuer: Some(issuer.clone()),
            account: account.cloned(),
            ..Facts::default()
        }]
    };
    let named = |id: String| {
        vec![Facts {
            ids: vec![id],
            ..Facts::default()
        }]
    };
    match ask {
        SiblingAsk::CreateIssuer(issuer, _, rules) => {
            about(issuer, rules.first().map(|rule| &rule.account))
        }
        SiblingAsk::GetIssuer(issuer) | SiblingAsk::DeleteIssuer(issuer) => about(issuer, None),
        SiblingAsk::AddRule(issuer, rule) | SiblingAsk::DeleteRule(issuer, rule) => {
            about(issuer, Some(&rule.account))
        }
        SiblingAsk::AddInvoices(consignment) => {
            let rows = consignment.invoices.iter();
            rows.map(|invoice| of_invoice(consignment, invoice))
                .collect()
        }
        SiblingAsk::InvoiceStatus(issuer, which) => vec![Facts {
            ids: match which {
                Which::Number(_) => Vec::new(),
                Which::Id(id) => vec![id.to_string()],
            },
            issuer: Some(issuer.clone()),
            ..Facts::default()
        }],
        SiblingAsk::ConsignmentStatus(_)
        | SiblingAsk::CancelConsignment(_)
        | SiblingAsk::BlackList
        | SiblingAsk::Signature(_) => Vec::new(),
        SiblingAsk::CancelInvoice(id) => named(id.to_string()),
        SiblingAsk::Cancellable(search) => vec![Facts {
            issuer: Some(search.issuer.clone()),
            kid: search.kid.clone(),
            amount: search.amount,
            due_date: search.due_date,
            ..Facts::default()
        }],
    }
}

/// The id comes with the answer; until then number and consignment are no ids that MPS knows.
fn of_invoice(consignment: &Consignment, invoice: &Invoice) -> Facts {
    let consumer = invoice.receiver.iter().map(|receiver| match receiver {
        Receiver::Identifier(identifier) => identifier.as_str().to_owned(),
        Receiver::Ssn(text) | Receiver::Reference(text) => text.clone(),
    });
    Facts {
        ids: Vec::new(),
        consumer: consumer.collect(),
        issuer: Some(consignment.issuer.clone()),
        kid: invoice.kid.clone(),
        account: Some(invoice.account.clone()),
        amount: Some(invoice.amount),
        due_date: Some(invoice.due_date),
        document_type: Some(invoice.document_type.as_str().to_owned()),
    }
}
