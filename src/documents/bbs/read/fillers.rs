//! Fillers of claims that hold something else, told once an order however often it is so.

use crate::documents::bbs::values::faulty;
use crate::domain::giro::{Complaint, FileRule, IncomingTransaction};
use crate::wire::fixed_width::{Fault, Layout};

/// Deviations of an order; there are few kinds, so looking for one is quick.
#[derive(Default)]
pub(super) struct Fillers(Vec<Deviation>);

struct Deviation {
    layout: &'static str,
    column: usize,
    /// Which transaction had it first.
    index: usize,
    complaint: Complaint,
    more: usize,
}

impl Fillers {
    /// Notes what is odd in a record of the transaction with this index.
    pub(super) fn note(&mut self, layout: &Layout, fault: &Fault<'_>, index: usize) {
        let key = (layout.name(), fault.field.first());
        match self.0.iter_mut().find(|d| (d.layout, d.column) == key) {
            Some(known) => known.more += 1,
            None => self.0.push(Deviation {
                layout: key.0,
                column: key.1,
                index,
                complaint: faulty(FileRule::Filler, fault),
                more: 0,
            }),
        }
    }

    /// Gives each complaint to the transaction that had it first.
    pub(super) fn hand_out(self, transactions: &mut [IncomingTransaction]) {
        for deviation in self.0 {
            let mut complaint = deviation.complaint;
            if deviation.more > 0 {
                let more = format!(", and {} more in this order", deviation.more);
                complaint.text.push_str(&more);
            }
            match transactions.get_mut(deviation.index) {
                Some(IncomingTransaction::Read(_, remarks)) => remarks.push(complaint),
                Some(IncomingTransaction::Spoiled(spoiled)) => spoiled.complaints.push(complaint),
                None => {}
            }
        }
    }
}
