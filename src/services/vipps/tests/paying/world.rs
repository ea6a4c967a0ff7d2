//! A sandbox with payment providers and consumers, and invoices of both sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use imbl::Vector;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::people::{BANK, KARI, cast, sessions, slug, token};
use crate::consumer::actions::{Stage, act};
use crate::consumer::{
    Book, BookEvent, DocumentType, Later, Note, Presented, PresentedId, PresentedState, Turn,
};
use crate::domain::blob::Blobs;
use crate::domain::calendar::local_date;
use crate::domain::cast::Cast;
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::vipps::{InvoiceId, Product};
use crate::services::vipps::model::{
    Attachment, Content, Document, Ident, IdentKind, Invoice, InvoiceKind, Payment, PaymentKind,
    Recipient, Row, Stage as How, View, invoice_shown, recipient_token,
};
use crate::services::vipps::{Answer, Event, Model, PayingReply, SCRIPTED, Vipps};
use crate::services::{Decoded, Received, Said, Scripted, Simulated, Staged};

pub(super) const ISSUER: &str = "918130047";

/// The way an invoice came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Vipps,
    Nets,
}

pub(super) const WAYS: [Way; 2] = [Way::Vipps, Way::Nets];

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) book: Book,
    pub(super) settings: Settings,
    /// What consumers will see of it, and when.
    coming: Vec<(Timestamp, Later)>,
    vipps: Vipps,
    letters: Vec<Letter>,
    outbox: Vector<Letter>,
    later: Vec<(Timestamp, Event)>,
    notes: Vec<Note>,
    blobs: Blobs,
    mint: Mint,
    calls: u32,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) reply: Option<PayingReply>,
}

impl Heard {
    /// Status and the end of the problem's type, as `409 /invoice-conflict`.
    pub(super) fn told(&self) -> String {
        let kind = self.body["error"]["type"].as_str().unwrap_or_default();
        let slug = kind.rsplit_once("/problems").map_or("", |(_, slug)| slug);
        format!("{} {slug}", self.status).trim_end().to_owned()
    }

    pub(super) fn state(&self) -> &str {
        self.body["status"]["state"].as_str().unwrap_or_default()
    }

    /// The ids of a list, in its order.
    pub(super) fn ids(&self) -> Vec<&str> {
        let rows = self.body.as_array();
        let ids = rows.into_iter().flatten().map(|row| &row["invoiceId"]);
        ids.map(|id| id.as_str().unwrap()).collect()
    }
}

/// A status call.
pub(super) struct Call<'a> {
    pub(super) by: &'a str,
    pub(super) to: &'a str,
    pub(super) id: &'a str,
    pub(super) etag: &'a str,
    pub(super) key: &'a str,
    pub(super) body: &'a str,
    pub(super) wish: Option<&'static str>,
}

impl World {
    pub(super) fn new() -> Self {
        let model = Model {
            access: sessions(),
            ..Model::default()
        };
        Self {
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model,
            cast: cast(),
            book: Book::default(),
            settings: Settings::default(),
            coming: Vec::new(),
            vipps: Vipps::default(),
            letters: Vec::new(),
            outbox: Vector::new(),
            later: Vec::new(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
            calls: 0,
        }
    }

    pub(super) fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.settings.set(setting, value, SetBy::Change).unwrap();
        world
    }

    /// A world with an invoice of 250 kroner to Kari, due on 20 March, that is in the app already.
    pub(super) fn with_invoice(way: Way) -> (Self, String) {
        let mut world = Self::new();
        let id = world.invoice(way, "1", |_| {});
        world.pass(SignedDuration::from_mins(20));
        (world, id)
    }

    /// An invoice to Kari, as it would be presented but for the change.
    pub(super) fn invoice(
        &mut self,
        way: Way,
        reference: &str,
        change: impl FnOnce(&mut Presented),
    ) -> String {
        let id = format!("orgno-no.{ISSUER}.{reference}");
        let (service, service_id) = match way {
            Way::Vipps => ("vipps", id.clone()),
            Way::Nets => ("mps", reference.to_owned()),
        };
        let mut presented = presented(service, service_id, self.now);
        change(&mut presented);
        let person = self.cast.person(&presented.consumer).unwrap();
        let shows = Book::shows_in_vipps(person, presented.document_type);
        presented.in_vipps &= shows;
        let book_id = PresentedId(format!("book {reference}"));
        if way == Way::Vipps {
            self.sent(&id, How::Presented(book_id.clone()), &presented);
        }
        self.book.present(book_id, presented);
        self.follow();
        id
    }

    /// An invoice in the model alone.
    pub(super) fn early(&mut self, reference: &str, stage: How) -> String {
        let id = format!("orgno-no.{ISSUER}.{reference}");
        let like = presented("vipps", id.clone(), self.now);
        self.sent(&id, stage, &like);
        id
    }

    /// The setting wants what nobody answered to expire, and every invoice is 14 days over due.
    pub(super) fn expires(&mut self) {
        let (setting, value) = ("vipps.expires", "true");
        self.settings.set(setting, value, SetBy::Change).unwrap();
        self.until("2026-04-03T00:00:00+02:00".parse().unwrap());
    }

    /// The invoice as whoever may would see it.
    pub(super) fn row(&self, id: &str) -> Row {
        let id = InvoiceId::parse(id).unwrap();
        let view = View {
            cast: &self.cast,
            book: &self.book,
            now: self.now,
            expires: self.settings.vipps.expires,
        };
        invoice_shown(&self.model, &id, &view).unwrap()
    }

    fn sent(&mut self, id: &str, stage: How, like: &Presented) {
        let invoice = Invoice {
            content: Arc::new(content(like)),
            isp: slug("sender"),
            recipient: Recipient {
                person: like.consumer.clone(),
                ident: nin(KARI),
                resolved_at: self.now,
            },
            created: self.now,
            stage,
            revision: 2,
            changed: self.now,
        };
        let id = InvoiceId::parse(id).unwrap();
        self.model.invoices.insert(id, Arc::new(invoice));
    }

    /// A recipient token for a national identity number.
    pub(super) fn nin_token(&self, number: &str) -> String {
        recipient_token(&nin(number), self.cast.sandbox(), self.now)
    }

    pub(super) fn phone_token(&self, number: &str) -> String {
        let ident = Ident {
            kind: IdentKind::Msisdn,
            value: number.to_owned(),
        };
        recipient_token(&ident, self.cast.sandbox(), self.now)
    }

    /// The etag in force, whoever may see it.
    pub(super) fn etag(&self, id: &str) -> String {
        self.row(id).etag.to_string()
    }

    /// Sends a request, and has what a scenario asked for come of it.
    pub(super) fn hears(&mut self, request: Request<Bytes>, wish: Option<&str>) -> Heard {
        let path = request.uri().path().to_owned();
        let received = Received {
            request,
            path,
            base: "http://localhost".to_owned(),
            too_large: None,
            arrived: self.now,
        };
        let Decoded {
            operation,
            mut echo,
            command,
            ..
        } = self.vipps.decode(&received).unwrap();
        let staged = match wish {
            Some(name) => {
                let fits = |row: &&Scripted| row.name == name && row.on.contains(&operation.id);
                let row = SCRIPTED.iter().find(fits).unwrap();
                self.vipps.stage(row, command, &mut echo, &[])
            }
            None => Staged::Proceed(command),
        };
        let said = match staged {
            Staged::Refused(fault) => Err(fault),
            Staged::Proceed(command) => {
                let mut turn = Turn {
                    now: self.now,
                    mint: &mut self.mint,
                    cast: &self.cast,
                    book: &mut self.book,
                    settings: &self.settings,
                    blobs: &mut self.blobs,
                    letters: &mut self.letters,
                    later: &mut self.later,
                    notes: &mut self.notes,
                };
                match self.vipps.apply(&mut self.model, command, &mut turn) {
                    Said::Done(said) => said,
                    Said::Errand(_, never) => match never {},
                }
            }
        };
        self.follow();
        let response = self.vipps.encode(&echo, said.as_ref());
        let reply = said.ok().and_then(|reply| match reply.answer {
            Answer::Paying(reply) => Some(reply),
            Answer::Access(_) | Answer::Sending(_) => None,
        });
        Heard {
            status: response.status().as_u16(),
            body: serde_json::from_slice(response.body()).unwrap_or_default(),
            reply,
        }
    }

    /// A request of a provider below the base path, with its log-in.
    pub(super) fn request(&self, by: &str, method: &str, target: &str) -> http::request::Builder {
        let company = self.cast.company(&slug(by)).unwrap();
        let keys = self.cast.vipps_keys(company, Product::Ipp).unwrap();
        Request::builder()
            .method(method)
            .uri(format!("/vipps-ipp/v1{target}"))
            .header("Ocp-Apim-Subscription-Key", keys.subscription_key)
            .header("Authorization", format!("Bearer {}", token(by)))
    }

    /// Reads something with a recipient token.
    pub(super) fn get_with(&mut self, by: &str, target: &str, token: &str) -> Heard {
        let request = self.request(by, "GET", target);
        let request = request.header("vippsinvoice-recipienttoken", token);
        self.hears(request.body(Bytes::new()).unwrap(), None)
    }

    /// Reads something with a token of Kari's.
    pub(super) fn get(&mut self, by: &str, target: &str) -> Heard {
        let token = self.nin_token(KARI);
        self.get_with(by, target, &token)
    }

    pub(super) fn get_wishing(&mut self, target: &str, wish: &str) -> Heard {
        let token = self.nin_token(KARI);
        let request = self.request(BANK, "GET", target);
        let request = request.header("vippsinvoice-recipienttoken", token);
        self.hears(request.body(Bytes::new()).unwrap(), Some(wish))
    }

    pub(super) fn call(&mut self, call: &Call<'_>) -> Heard {
        let target = format!("/invoices/{}/status/{}", call.id, call.to);
        let request = self
            .request(call.by, "PUT", &target)
            .header("Content-Type", "application/json")
            .header("If-Match", call.etag)
            .header("Idempotency-Key", call.key);
        let body = Bytes::from(call.body.to_owned());
        self.hears(request.body(body).unwrap(), call.wish)
    }

    /// A call with the etag in force and a key of its own.
    pub(super) fn changes(&mut self, by: &str, to: &str, id: &str, body: &str) -> Heard {
        self.calls += 1;
        let (etag, key) = (self.etag(id), format!("key {}", self.calls));
        self.call(&Call {
            by,
            to,
            id,
            etag: &etag,
            key: &key,
            body,
            wish: None,
        })
    }

    /// An approval of the whole for 20 March, by a bank that is named or not.
    pub(super) fn approves(&mut self, by: &str, id: &str, bank_code: &str) -> Heard {
        self.changes(by, "approved", id, &approval(bank_code))
    }

    /// Kari does something with an invoice in the netbank; whether she could.
    pub(super) fn does(&mut self, action: &str, id: &str) -> bool {
        let invoice = self.book_id(id).0;
        let fields = BTreeMap::from([("invoice".to_owned(), invoice)]);
        self.acts(action, &fields)
    }

    pub(super) fn acts(&mut self, action: &str, fields: &BTreeMap<String, String>) -> bool {
        let done = act(&mut self.stage(), &slug("kari"), action, fields).is_ok();
        self.follow();
        done
    }

    pub(super) fn withdraws(&mut self, id: &str) {
        let shown = self.book.shown(&self.book_id(id)).unwrap();
        let (service, own) = (shown.service, shown.service_id.clone());
        assert!(self.book.withdraw(service, &own, self.now));
        self.follow();
    }

    pub(super) fn book_id(&self, id: &str) -> PresentedId {
        let reference = id.rsplit_once('.').unwrap().1;
        PresentedId(format!("book {reference}"))
    }

    pub(super) fn in_book(&self, id: &str) -> PresentedState {
        self.book.shown(&self.book_id(id)).unwrap().state
    }

    /// Lets time pass, and everything due in it happen.
    pub(super) fn pass(&mut self, by: SignedDuration) {
        self.until(self.now + by);
    }

    pub(super) fn until(&mut self, goal: Timestamp) {
        loop {
            self.coming.sort_by_key(|(at, _)| *at);
            match self.coming.first() {
                Some((at, _)) if *at <= goal => {}
                _ => break,
            }
            let (at, later) = self.coming.remove(0);
            self.now = self.now.max(at);
            later.happen(&mut self.stage());
            self.follow();
        }
        self.now = goal;
    }

    fn stage(&mut self) -> Stage<'_> {
        Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            outbox: &mut self.outbox,
            now: self.now,
            expires: self.settings.vipps.expires,
        }
    }

    /// What follows from the news of the book, as the sandbox has it.
    fn follow(&mut self) {
        for event in self.book.take_news() {
            let next = if let BookEvent::InvoicePresented(id) = &event {
                let invoice = self.book.shown(id).unwrap();
                invoice.in_vipps.then(|| Later::appears(id, invoice))
            } else if let BookEvent::AppearedInVipps(id) = &event {
                Some(Later::leaves(id, self.book.shown(id).unwrap()))
            } else {
                None
            };
            self.coming.extend(next);
        }
        let runs: Vec<_> = self.book.run_days().map(Later::bank_run).collect();
        for run in runs {
            if !self.coming.contains(&run) {
                self.coming.push(run);
            }
        }
    }
}

/// The body of an approval.
pub(super) fn approval(bank_code: &str) -> String {
    let bank = match bank_code {
        "" => String::new(),
        code => format!(", \"bankCode\": \"{code}\""),
    };
    format!("{{\"due\": \"2026-03-20T11:00:00Z\", \"amount\": 25000{bank}}}")
}

fn nin(number: &str) -> Ident {
    Ident {
        kind: IdentKind::Nin,
        value: number.to_owned(),
    }
}

fn presented(service: &'static str, service_id: String, now: Timestamp) -> Presented {
    Presented {
        consumer: slug("kari"),
        service,
        service_id,
        issuer: ISSUER.to_owned(),
        brand: "Vipps Teknologi AS".to_owned(),
        document_type: DocumentType::Invoice,
        kid: Some("1234567890128".to_owned()),
        account: "15038366383".to_owned(),
        amount: Ore::new(25_000),
        minimum_amount: None,
        due_date: local_date("2026-03-20T12:00:00Z".parse().unwrap()),
        url: "https://hotel.example.no/netbank?id=1".to_owned(),
        presented_at: now,
        in_vipps: true,
        vipps_stay: None,
        by_direct_debit: false,
        state: PresentedState::Open,
        revision: 0,
        changed: now,
    }
}

/// What an ISP would have sent.
fn content(like: &Presented) -> Content {
    let document = |name: &str, mime_type: &str| Document {
        url: format!("https://hotel.example.no/{name}"),
        mime_type: mime_type.to_owned(),
    };
    Content {
        payment: Payment {
            kind: PaymentKind::Kid,
            value: "1234567890128".to_owned(),
            account: like.account.clone(),
        },
        kind: InvoiceKind::of(like.document_type),
        due: "2026-03-20T12:00:00Z".parse().unwrap(),
        amount: like.amount,
        min_amount: like.minimum_amount,
        subject: "Strøm & nettleie <mars>".to_owned(),
        issuer_name: None,
        documents: vec![
            document("a.png", "image/png"),
            document("a.html?q=1", "text/html"),
        ],
        attachments: vec![Attachment {
            title: "Specification".to_owned(),
            documents: vec![document("b.txt", "text/plain")],
        }],
        icon_url: None,
        metadata: BTreeMap::from([("batch".to_owned(), "17".to_owned())]),
    }
}
