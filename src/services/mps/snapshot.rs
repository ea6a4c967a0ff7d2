//! The state of MPS as text.

use serde_json::{Map, Value, json};

use super::model::{
    AtgInfo, EfakturaInfo, EfakturaState, Event, Model, NoticeTo, Receiver, Rejection,
    StoredShipment, StoredTransaction, Transaction,
};

/// The state of MPS, keys sorted. Every field is named here, so that a new one does not compile
/// until somebody decided how it is shown.
#[must_use]
pub fn snapshot(model: &Model) -> Value {
    let Model {
        shipments,
        transactions,
    } = model;
    let shipments: Map<String, Value> = shipments
        .iter()
        .map(|(id, stored)| (id.to_string(), shipment(stored)))
        .collect();
    let transactions: Map<String, Value> = transactions
        .iter()
        .map(|(id, stored)| (id.to_string(), transaction(stored)))
        .collect();
    json!({"shipments": shipments, "transactions": transactions})
}

fn shipment(stored: &StoredShipment) -> Value {
    let StoredShipment {
        issuer,
        received_at,
        order,
        validated_at,
    } = stored;
    let order: Vec<String> = order.iter().map(ToString::to_string).collect();
    json!({
        "issuer": issuer,
        "received_at": received_at.to_string(),
        "transactions": order,
        "validated_at": validated_at.map(|at| at.to_string()),
    })
}

fn transaction(stored: &StoredTransaction) -> Value {
    let StoredTransaction {
        shipment,
        sent,
        efaktura,
        doom,
    } = stored;
    let efaktura = match efaktura {
        EfakturaState::InProgress => json!({"state": "in_progress"}),
        EfakturaState::Accepted => json!({"state": "accepted"}),
        EfakturaState::Rejected(rejected) => json!({
            "state": "rejected",
            "code": rejected.reason.code(),
            "text": rejected.text,
        }),
    };
    json!({
        "shipment": shipment.to_string(),
        "sent": as_sent(sent),
        "efaktura": efaktura,
        "doom": doom.map(Rejection::code),
    })
}

fn as_sent(sent: &Transaction) -> Value {
    let Transaction {
        id,
        payment,
        document_type,
        kid,
        account,
        amount,
        due_date,
        due_date_zone,
        efaktura,
        atg,
    } = sent;
    json!({
        "transaction_id": id.to_string(),
        "payment_type": payment.as_str(),
        "document_type": document_type.as_str(),
        "kid": kid,
        "account": account,
        "amount_ore": amount.get(),
        "due_date": due_date.to_string(),
        "due_date_zone": due_date_zone,
        "efaktura": efaktura.as_ref().map(efaktura_info),
        "atg": atg.as_ref().map(atg_info),
    })
}

fn efaktura_info(info: &EfakturaInfo) -> Value {
    let EfakturaInfo {
        receiver,
        minimum_amount,
        brand,
        url,
        notice,
    } = info;
    let receiver = match receiver {
        Receiver::Identifier(id) => json!({"identifier": id.as_str()}),
        Receiver::Ssn(ssn) => json!({"ssn": ssn}),
        Receiver::Reference(reference) => json!({"reference": reference}),
    };
    let notice = notice.as_ref().map(|notice| {
        let NoticeTo {
            email,
            mobile_phone,
        } = notice;
        json!({"email": email, "mobile_phone": mobile_phone})
    });
    json!({
        "receiver": receiver,
        "minimum_amount_ore": minimum_amount.map(|amount| amount.get()),
        "brand": brand,
        "url": url,
        "notice": notice,
    })
}

fn atg_info(info: &AtgInfo) -> Value {
    let AtgInfo {
        notification,
        notification_text,
        abbreviated_name,
        external_reference,
    } = info;
    json!({
        "notification": notification,
        "notification_text": notification_text,
        "abbreviated_name": abbreviated_name,
        "external_reference": external_reference,
    })
}

/// A later event as JSON.
#[must_use]
pub fn event(event: &Event) -> Value {
    match event {
        Event::Validate(shipment) => json!({ "validate": shipment.to_string() }),
    }
}
