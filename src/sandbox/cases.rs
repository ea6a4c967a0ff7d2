//! Case files: the path of one invoice, kept as long as the world.

use std::borrow::Cow;

use imbl::{OrdMap, OrdSet, Vector};
use jiff::Timestamp;

use crate::consumer::{CaseRef, Happening};

/// The case of one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The router's id of the invoice, or the id of the first service that took it.
    pub id: String,
    /// Running number in its world in order of opening, from 1.
    pub number: u64,
    /// When it began; while the clock stands still all begin at once.
    pub opened_at: Timestamp,
    /// The service that took it first.
    pub service: &'static str,
    /// What happened, oldest first.
    pub events: Vector<CaseEvent>,
}

/// Something that happened to an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// When.
    pub at: Timestamp,
    /// In which service.
    pub service: &'static str,
    /// Short name; of a model's own words, or read from a snapshot.
    pub kind: Cow<'static, str>,
    /// Words.
    pub text: String,
    /// The rule that spoke.
    pub rule: Option<&'static str>,
}

/// All case files of a sandbox, with the index from every service's ids to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cases {
    files: OrdMap<String, CaseFile>,
    // Id, service, case. Ids come first, so that one can be found without knowing whose it is; an
    // id that several invoices share, such as a shipment's, stands with each of their cases.
    index: OrdSet<(String, &'static str, String)>,
}

impl Cases {
    /// Files a service's id under a case; a case that is not there yet begins.
    pub fn file(&mut self, id: CaseRef, case: &str, now: Timestamp) {
        self.open(case, id.service, now);
        self.index.insert((id.id, id.service, case.to_owned()));
    }

    /// Notes what happened in every case of the id it is about, and gives these cases: what becomes
    /// of a claim is told in the case of its eFaktura too. What is about an id that nobody filed
    /// opens a case of that id's own, which is how direct senders get one.
    pub fn note(&mut self, happening: &Happening, now: Timestamp) -> Vec<String> {
        let Some(about) = &happening.about else {
            return Vec::new();
        };
        if self.first_of(about).is_none() {
            self.file(about.clone(), &about.id, now);
        }
        let cases: Vec<String> = self
            .of(about.service, &about.id)
            .map(str::to_owned)
            .collect();
        for case in &cases {
            if let Some(file) = self.files.get_mut(case) {
                file.events.push_back(CaseEvent {
                    at: now,
                    service: happening.service,
                    kind: happening.kind.into(),
                    text: happening.text.clone(),
                    rule: happening.rule,
                });
            }
        }
        cases
    }

    /// The cases of a service's id, in order.
    pub fn of<'a>(
        &'a self,
        service: &'static str,
        id: &'a str,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        self.index
            .range((id.to_owned(), service, String::new())..)
            .take_while(move |(known, whose, _)| known == id && *whose == service)
            .map(|(_, _, case)| case.as_str())
    }

    /// The case of an id, and of several the first.
    #[must_use]
    pub fn first_of(&self, id: &CaseRef) -> Option<&str> {
        let from = (id.id.clone(), id.service, String::new());
        let (known, service, case) = self.index.range(from..).next()?;
        (*known == id.id && *service == id.service).then_some(case)
    }

    /// A case by its own id, or by any service's id for it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&CaseFile> {
        self.files.get(id).or_else(|| {
            let (known, _, case) = self
                .index
                .range((id.to_owned(), "", String::new())..)
                .next()?;
            self.files.get(case).filter(|_| known == id)
        })
    }

    /// The cases and their index as they were once.
    #[must_use]
    pub(super) fn filed(
        files: OrdMap<String, CaseFile>,
        index: impl IntoIterator<Item = (String, &'static str, String)>,
    ) -> Self {
        let index = index.into_iter().collect();
        Self { files, index }
    }

    /// Every case, in order of ids.
    pub fn iter(&self) -> impl Iterator<Item = &CaseFile> {
        self.files.values()
    }

    /// Every filed id with its service and its case, in order.
    pub fn index(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        self.index
            .iter()
            .map(|(id, service, case)| (id.as_str(), *service, case.as_str()))
    }

    fn open(&mut self, case: &str, service: &'static str, now: Timestamp) {
        if !self.files.contains_key(case) {
            // No case is ever closed, so their count is the number of the last one.
            let before = u64::try_from(self.files.len()).unwrap_or(u64::MAX);
            let file = CaseFile {
                id: case.to_owned(),
                number: before.saturating_add(1),
                opened_at: now,
                service,
                events: Vector::new(),
            };
            self.files.insert(case.to_owned(), file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_numbered_as_they_open_whatever_their_ids_and_further_ids_change_nothing() {
        let mut cases = Cases::default();
        let mut file = |id: &str, case| {
            let id = CaseRef {
                service: "mps",
                id: id.to_owned(),
            };
            cases.file(id, case, Timestamp::UNIX_EPOCH);
        };
        for (id, case) in [("1", "z"), ("2", "m"), ("3", "z"), ("4", "a")] {
            file(id, case);
        }
        let numbers: Vec<_> = cases
            .iter()
            .map(|case| (case.id.as_str(), case.number))
            .collect();
        assert_eq!(numbers, [("a", 3), ("m", 2), ("z", 1)]);
    }
}
