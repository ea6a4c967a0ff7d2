//! What a scenario wants to become of a message, or of a call.

use super::complaint::{Complaint, ComplaintKind};
use super::queue::Flaw;

macro_rules! wishes {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)+) => {
        /// What a scenario wants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Wish {
            $($(#[$doc])* $variant,)+
            /// It is refused where it arrives.
            Refused(ComplaintKind),
        }

        const NAMED: &[(Wish, &str)] = &[$((Wish::$variant, $name)),+];
    };
}

wishes! {
    /// The access point cannot send it on.
    StatusFailed "statusFailed",
    /// The access point has it and never sends it on.
    Stuck "stuckInOpprettet",
    /// The delivery receipt comes a day late.
    ReceiptLate "receiptLate",
    /// The delivery receipt never comes.
    ReceiptNever "receiptNever",
    /// The delivery receipt comes twice.
    ReceiptTwice "receiptTwice",
    /// The delivery receipt comes before the access point says that it sent the message on.
    ReceiptBeforeStatus "receiptBeforeStatus",
    /// The notification by SMS fails.
    SmsFailed "smsNotificationFailed",
    /// The notification by e-mail fails.
    EmailFailed "emailNotificationFailed",
    /// Both notifications fail.
    NoticesFailed "notificationsFailed",
    /// The receipt of opening comes three days late.
    OpenedLate "openedLate",
    /// The receipt of opening never comes.
    OpenedNever "openedNever",
    /// The letter on paper comes back.
    Returned "returnedMail",
    /// The delivery receipt is of a conversation that nobody knows.
    UnknownConversation "unknownConversation",
    /// The signature of the delivery receipt is wrong.
    ReceiptWrongSignature "receiptWrongSignature",
    /// The delivery receipt is signed with a certificate that has expired.
    ReceiptExpiredCertificate "receiptExpiredCertificate",
    /// The delivery receipt is not as its schema has it.
    ReceiptSchemaError "receiptSchemaError",
    /// A list is empty though something was not read.
    EmptyList "emptyList",
    /// What is marked as read stays in the list.
    StaysUnread "staysUnread",
}

impl Wish {
    /// The wish that a scenario calls so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let own = NAMED.iter().find(|(_, own)| *own == name);
        let own = own.map(|(wish, _)| *wish);
        own.or_else(|| ComplaintKind::parse(name).map(Self::Refused))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        if let Self::Refused(kind) = self {
            return kind.as_str();
        }
        let own = NAMED.iter().find(|(own, _)| *own == self);
        own.map_or("", |(_, name)| name)
    }

    /// What it has the mailbox say against a message.
    #[must_use]
    pub fn complaint(self) -> Option<Complaint> {
        let Self::Refused(kind) = self else {
            return None;
        };
        Some(Complaint::of(kind, "as a scenario wanted"))
    }

    /// What it has wrong with the delivery receipt.
    #[must_use]
    pub fn flaw(self) -> Option<Flaw> {
        match self {
            Self::UnknownConversation => Some(Flaw::UnknownConversation),
            Self::ReceiptWrongSignature => Some(Flaw::WrongSignature),
            Self::ReceiptExpiredCertificate => Some(Flaw::ExpiredCertificate),
            Self::ReceiptSchemaError => Some(Flaw::SchemaError),
            Self::StatusFailed
            | Self::Stuck
            | Self::ReceiptLate
            | Self::ReceiptNever
            | Self::ReceiptTwice
            | Self::ReceiptBeforeStatus
            | Self::SmsFailed
            | Self::EmailFailed
            | Self::NoticesFailed
            | Self::OpenedLate
            | Self::OpenedNever
            | Self::Returned
            | Self::EmptyList
            | Self::StaysUnread
            | Self::Refused(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_is_known_by_its_name_and_no_two_share_one() {
        for (wish, name) in NAMED {
            assert_eq!(Wish::parse(name), Some(*wish));
            assert_eq!(wish.as_str(), *name);
            assert_eq!(ComplaintKind::parse(name), None);
        }
        for (kind, name) in ComplaintKind::WORDS {
            let wish = Wish::parse(name).unwrap();
            assert_eq!((wish, wish.as_str()), (Wish::Refused(*kind), *name));
        }
    }
}
