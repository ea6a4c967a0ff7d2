//! What goes back: JSON about files, and the files themselves.

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, HeaderValue, LOCATION};
use http::{Response, StatusCode};
use serde::Serialize;

use super::{list, receipt, table};
use crate::documents::bbs;
use crate::domain::calendar::with_offset;
use crate::domain::giro::{Complaint, CustomerUnit};
use crate::services::mps::faults::Fault;
use crate::services::mps::model::{
    FileContent, FileKind, FilesReply, MandateListAsked, OutgoingFile, Receipt, ReceiptOrder,
    Reply, SentAnswer,
};
use crate::services::mps::wire::rest::{problem, refuse, respond};

/// Writes the answer to a request at a service with this address.
pub(in crate::services::mps::wire) fn encode(
    base: &str,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    match said {
        Ok(Reply::Files(reply)) => answer(base, reply),
        // No other question comes by this way.
        Ok(_) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "an answer to something else",
        ),
        Err(fault) => refuse(fault),
    }
}

fn answer(base: &str, reply: &FilesReply) -> Response<Bytes> {
    match reply {
        FilesReply::Sent(answer) => sent(base, answer),
        FilesReply::Listed(files) => {
            let files = files.iter().map(|file| EntryText::of(file)).collect();
            json(StatusCode::OK, &ListText { files })
        }
        FilesReply::File(file) => content(file),
        FilesReply::Marked(file) => json(StatusCode::OK, &EntryText::of(file)),
        FilesReply::MandatesOrdered(MandateListAsked { accounts, made_at }) => {
            let order = OrderedText {
                accounts: accounts.iter().map(|account| account.as_str()).collect(),
                made_at: with_offset(*made_at),
            };
            json(StatusCode::ACCEPTED, &order)
        }
    }
}

fn sent(base: &str, answer: &SentAnswer) -> Response<Bytes> {
    let SentAnswer {
        receipt,
        receipt_arrives,
    } = answer;
    let FileContent::Receipt(facts) = &receipt.content else {
        return problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "a receipt of another kind",
        );
    };
    let status = match facts.complaints.as_slice() {
        [] => StatusCode::CREATED,
        [_, ..] => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let text = SentText::of(receipt, facts, *receipt_arrives);
    let mut response = json(status, &text);
    if *receipt_arrives {
        let location = format!("{base}/files/outbound/{}", receipt.name);
        if let Ok(location) = HeaderValue::from_str(&location) {
            response.headers_mut().insert(LOCATION, location);
        }
    }
    response
}

/// The bytes of a file.
fn content(file: &OutgoingFile) -> Response<Bytes> {
    let (media_type, bytes) = match (&file.content, file.kind) {
        (FileContent::Receipt(receipt), _) => (HTML, receipt::page(file, receipt)),
        (FileContent::List(orders), FileKind::RejectionTable) => {
            ("text/csv; charset=utf-8", table::csv(orders))
        }
        (FileContent::List(orders), _) => (HTML, list::page(file, orders)),
        (FileContent::Transmission(transmission), _) => match bbs::write(transmission) {
            Ok(bytes) => ("text/plain; charset=iso-8859-1", bytes),
            Err(error) => {
                let why = format!("{}: the file cannot be written: {error}", file.name);
                return problem(StatusCode::INTERNAL_SERVER_ERROR, &why);
            }
        },
    };
    let mut response = respond(StatusCode::OK, media_type, bytes);
    // Pages are for people, who may look at them where they are.
    let how = if media_type == HTML {
        "inline"
    } else {
        "attachment"
    };
    let disposition = format!("{how}; filename=\"{}\"", file.name);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response
            .headers_mut()
            .insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

const HTML: &str = "text/html; charset=utf-8";

fn json(status: StatusCode, text: &impl Serialize) -> Response<Bytes> {
    match serde_json::to_vec(text) {
        Ok(body) => respond(status, "application/json", body),
        Err(error) => problem(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// What became of a file that was sent.
#[derive(Serialize)]
struct SentText<'a> {
    approved: bool,
    list: &'static str,
    transmission: Option<TransmissionText<'a>>,
    transactions: u64,
    records: u64,
    orders: Vec<OrderText<'a>>,
    complaints: Vec<ComplaintText<'a>>,
    remarks: Vec<ComplaintText<'a>>,
    receipt: Option<&'a str>,
}

#[derive(Serialize)]
struct TransmissionText<'a> {
    sender: &'a str,
    number: String,
}

#[derive(Serialize)]
struct OrderText<'a> {
    kind: &'static str,
    number: String,
    account: &'a str,
    transactions: u64,
    sum_ore: i64,
}

#[derive(Serialize)]
struct ComplaintText<'a> {
    rule: &'static str,
    line: usize,
    column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct ListText<'a> {
    files: Vec<EntryText<'a>>,
}

/// A file from MPS, in a list.
#[derive(Serialize)]
struct EntryText<'a> {
    name: &'a str,
    kind: &'static str,
    to: Option<&'a str>,
    made_at: String,
    fetched_at: Option<String>,
}

#[derive(Serialize)]
struct OrderedText<'a> {
    accounts: Vec<&'a str>,
    made_at: String,
}

impl<'a> SentText<'a> {
    fn of(file: &'a OutgoingFile, receipt: &'a Receipt, receipt_arrives: bool) -> Self {
        let sender = receipt.sender.as_ref();
        let number = receipt.number;
        let transmission = sender.zip(number).map(|(sender, number)| TransmissionText {
            sender: sender.as_str(),
            number: number.to_string(),
        });
        Self {
            approved: receipt.complaints.is_empty(),
            list: file.kind.as_str(),
            transmission,
            transactions: receipt.transactions,
            records: receipt.records,
            orders: receipt.orders.iter().map(OrderText::of).collect(),
            complaints: receipt.complaints.iter().map(ComplaintText::of).collect(),
            remarks: receipt.remarks.iter().map(ComplaintText::of).collect(),
            receipt: receipt_arrives.then_some(file.name.as_str()),
        }
    }
}

impl<'a> OrderText<'a> {
    fn of(order: &'a ReceiptOrder) -> Self {
        let ReceiptOrder {
            kind,
            number,
            account,
            transactions,
            sum,
        } = order;
        Self {
            kind: kind.as_str(),
            number: number.to_string(),
            account,
            transactions: *transactions,
            sum_ore: sum.get(),
        }
    }
}

impl<'a> ComplaintText<'a> {
    fn of(complaint: &'a Complaint) -> Self {
        let Complaint {
            rule,
            line,
            column,
            text,
        } = complaint;
        Self {
            rule: rule.id(),
            line: *line,
            column: *column,
            text,
        }
    }
}

impl<'a> EntryText<'a> {
    fn of(file: &'a OutgoingFile) -> Self {
        Self {
            name: &file.name,
            kind: file.kind.as_str(),
            to: file.to.as_ref().map(CustomerUnit::as_str),
            made_at: with_offset(file.made_at),
            fetched_at: file.fetched_at.map(with_offset),
        }
    }
}
