//! Fillers of claims that hold something else, told once an order however often it is so.

use crate::documents::bbs::values::faulty;
use crate::domain::giro::{Complaint, FileRule};
use crate::wire::fixed_width::{Fault, Layout};

/// Deviations of an order; there are few kinds, so looking for one is quick.
#[derive(Default)]
pub(super) struct Fillers(Vec<Deviation>);

struct Deviation {
    layout: &'static str,
    column: usize,
    complaint: Complaint,
    more: usize,
}

impl Fillers {
    /// Notes what is odd in a record.
    pub(super) fn note(&mut self, layout: &Layout, fault: &Fault<'_>) {
        let key = (layout.name(), fault.field.first());
        match self.0.iter_mut().find(|d| (d.layout, d.column) == key) {
            Some(known) => known.more += 1,
            None => self.0.push(Deviation {
                layout: key.0,
                column: key.1,
                complaint: faulty(FileRule::Filler, fault),
                more: 0,
            }),
        }
    }

    /// What there is to say about the order, in order of records.
    pub(super) fn told(self) -> impl Iterator<Item = Complaint> {
        self.0.into_iter().map(|deviation| {
            let mut complaint = deviation.complaint;
            if deviation.more > 0 {
                let more = format!(", and {} more in this order", deviation.more);
                complaint.text.push_str(&more);
            }
            complaint
        })
    }
}
