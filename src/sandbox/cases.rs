//! Case files: the path of one invoice, kept as long as the world.

use std::borrow::Cow;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;

use crate::consumer::{CaseRef, Happening};
use crate::domain::id::Id;

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
    /// What happened, oldest first. A plain list: persistent ones take room for many entries at
    /// once, and most cases have a few.
    pub events: Vec<CaseEvent>,
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
    files: OrdMap<Id, Arc<CaseFile>>,
    // Id, service, case. Ids come first, so that one can be found without knowing whose it is; an
    // id that several invoices share, such as a shipment's, stands with each of their cases.
    index: OrdSet<(Id, &'static str, Id)>,
}

impl Cases {
    /// Files a service's id under a case; a case that is not there yet begins.
    pub fn file(&mut self, id: CaseRef, case: &str, now: Timestamp) {
        self.put(id, Id::of(case), now);
    }

    /// Notes what happened in every case of the id it is about, and gives these cases: what becomes
    /// of a claim is told in the case of its eFaktura too. What is about an id that nobody filed
    /// opens a case of that id's own, which is how direct senders get one.
    pub fn note(&mut self, happening: &Happening, now: Timestamp) -> Vec<String> {
        let Some(about) = &happening.about else {
            return Vec::new();
        };
        let mut cases: Vec<Id> = self.keys(about.service, &about.id).cloned().collect();
        if cases.is_empty() {
            self.put(about.clone(), about.id.clone(), now);
            cases.push(about.id.clone());
        }
        let noted = cases.iter().filter_map(|case| {
            let file = Arc::make_mut(self.files.get_mut(case)?);
            file.events.push(CaseEvent {
                at: now,
                service: happening.service,
                kind: happening.kind.into(),
                text: happening.text.clone(),
                rule: happening.rule,
            });
            Some(file.id.clone())
        });
        noted.collect()
    }

    /// The cases of a service's id, in order.
    pub fn of<'a>(
        &'a self,
        service: &'static str,
        id: &str,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let id = Id::of(id);
        let keys: Vec<&Id> = self.keys(service, &id).collect();
        let files = keys.into_iter().filter_map(|case| self.files.get(case));
        files.map(|file| file.id.as_str())
    }

    /// The case of an id, and of several the first.
    #[must_use]
    pub fn first_of(&self, id: &CaseRef) -> Option<&str> {
        let case = self.keys(id.service, &id.id).next()?;
        self.files.get(case).map(|file| file.id.as_str())
    }

    /// A case by its own id, or by any service's id for it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&CaseFile> {
        let id = Id::of(id);
        let file = self.files.get(&id).or_else(|| {
            let from = (id.clone(), "", Id::FIRST);
            let (known, _, case) = self.index.range(from..).next()?;
            self.files.get(case).filter(|_| *known == id)
        });
        file.map(AsRef::as_ref)
    }

    /// The keys of the cases of a service's id.
    fn keys<'a, 'i>(
        &'a self,
        service: &'static str,
        id: &'i Id,
    ) -> impl Iterator<Item = &'a Id> + use<'a, 'i> {
        self.index
            .range((id.clone(), service, Id::FIRST)..)
            .take_while(move |(known, whose, _)| known == id && *whose == service)
            .map(|(_, _, case)| case)
    }

    /// The cases and their index as they were once.
    #[must_use]
    pub(super) fn filed(
        files: OrdMap<String, CaseFile>,
        index: impl IntoIterator<Item = (String, &'static str, String)>,
    ) -> Self {
        let key = |(id, case): (String, CaseFile)| (Id::of(&id), Arc::new(case));
        let row = |(id, service, case): (String, _, String)| (Id::of(&id), service, Id::of(&case));
        Self {
            files: files.into_iter().map(key).collect(),
            index: index.into_iter().map(row).collect(),
        }
    }

    /// Every case, in order of ids.
    pub fn iter(&self) -> impl Iterator<Item = &CaseFile> {
        self.files.values().map(AsRef::as_ref)
    }

    /// Every filed id with its service and its case, in order.
    pub fn index(&self) -> impl Iterator<Item = (String, &'static str, String)> {
        self.index
            .iter()
            .map(|(id, service, case)| (id.to_string(), *service, case.to_string()))
    }

    fn put(&mut self, id: CaseRef, case: Id, now: Timestamp) {
        if !self.files.contains_key(&case) {
            // No case is ever closed, so their count is the number of the last one.
            let before = u64::try_from(self.files.len()).unwrap_or(u64::MAX);
            let file = CaseFile {
                id: case.to_string(),
                number: before.saturating_add(1),
                opened_at: now,
                service: id.service,
                events: Vec::new(),
            };
            self.files.insert(case.clone(), Arc::new(file));
        }
        self.index.insert((id.id, id.service, case));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_numbered_as_they_open_whatever_their_ids_and_further_ids_change_nothing() {
        let mut cases = Cases::default();
        let mut file = |id: &str, case| {
            let id = CaseRef::of("mps", id);
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

    #[test]
    fn what_is_about_an_id_of_two_cases_is_told_in_both_from_then_on() {
        let mut cases = Cases::default();
        let id = |id: &str| CaseRef::of("mps", id);
        let tell = |cases: &mut Cases, kind| {
            let happening = Happening {
                about: Some(id("claim")),
                service: "bank",
                kind,
                text: String::new(),
                rule: None,
            };
            cases.note(&happening, Timestamp::UNIX_EPOCH)
        };
        assert_eq!(tell(&mut cases, "claim.received"), ["claim"]);
        cases.file(id("invoice"), "invoice", Timestamp::UNIX_EPOCH);
        cases.file(id("claim"), "invoice", Timestamp::UNIX_EPOCH);
        assert_eq!(tell(&mut cases, "claim.paid"), ["claim", "invoice"]);
        let told = |case: &str| -> Vec<_> {
            let events = &cases.find(case).unwrap().events;
            events.iter().map(|event| event.kind.as_ref()).collect()
        };
        assert_eq!(told("claim"), ["claim.received", "claim.paid"]);
        assert_eq!(told("invoice"), ["claim.paid"]);
    }
}
