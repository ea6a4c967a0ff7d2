//! What mailboxes and printer have against a message. Which checks they make is documented; of the
//! words only two codes of e-Boks are, the rest is ours (Digdir: DPI, receipts; Digdir: DPI, error
//! handling; DPI: receipts as senders saw them).

use crate::domain::dpi::{Destination, Fault as WhoseFault};

macro_rules! complaints {
    ($(
        $(#[$doc:meta])*
        $variant:ident $name:literal $rule:literal $text:literal;
    )+) => {
        /// A kind of complaint.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ComplaintKind { $($(#[$doc])* $variant,)+ }

        impl ComplaintKind {
            /// Every one with its word, by which scenarios ask for it too.
            pub const WORDS: &'static [(Self, &'static str)] = &[$((Self::$variant, $name)),+];

            /// The word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The complaint of a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The rule that speaks.
            #[must_use]
            pub const fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule),+ }
            }

            const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

complaints! {
    /// The digest in the message is another than that of the package.
    Fingerprint "digestMismatch" "DPI-FINGERPRINT"
        "the fingerprint in the message is not that of the document package";
    /// The message was signed by somebody else.
    MessageSigner "messageSigner" "DPI-SIGNER"
        "the certificate that signed the message is not that of the technical sender";
    /// Nobody has the address there.
    WrongAddress "wrongAddress" "DPI-ADDRESS"
        "no mailbox has this address here";
    /// It was encrypted to somebody else, or not at all.
    CannotDecrypt "cannotDecrypt" "DPI-DECRYPT"
        "the document package cannot be decrypted";
    /// It is not built as it should be, or its signature cannot be read.
    BadPackage "badPackage" "DPI-PACKAGE"
        "Bad format in document package";
    /// The manifest is missing, or not as it should be.
    BadManifest "badManifest" "DPI-MANIFEST"
        "the manifest cannot be used";
    /// A file is not what was signed.
    FileDigest "fileDigest" "DPI-FILE-DIGEST"
        "a file is not the one that was signed";
    /// The signature of the package does not hold.
    BadSignature "badSignature" "DPI-PACKAGE-SIGNATURE"
        "the signature of the document package does not hold";
    /// The package was signed by somebody else.
    PackageSigner "packageSigner" "DPI-SIGNER"
        "the certificate that signed the document package is not that of the technical sender";
    /// The manifest is somebody else's.
    ManifestSender "manifestSender" "DPI-MANIFEST-SENDER"
        "the sender in the manifest is not the sender of the message";
    /// The manifest is for another mailbox.
    ManifestRecipient "manifestRecipient" "DPI-MANIFEST-RECIPIENT"
        "the mailbox in the manifest is not that of the message";
    /// Two documents have one name.
    AttachmentNames "attachmentNames" "DPI-ATTACHMENT-NAMES"
        "names of attachments must be unique";
    /// A document is of a type that is not taken.
    ForbiddenType "forbiddenType" "DPI-DOCUMENT-TYPE"
        "a document is of a type that may not be sent";
    /// It shall show too late.
    TooFar "effectiveDateTooFar" "DPI-VISIBLE-FROM"
        "virkningsdato is too far ahead";
    /// The mailbox failed.
    MailboxError "mailboxError" "DPI-MAILBOX-ERROR"
        "internal error";
}

/// What somebody has against a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Which one.
    pub kind: ComplaintKind,
    /// What was found.
    pub found: String,
}

impl Complaint {
    /// A complaint with what was found.
    #[must_use]
    pub fn of(kind: ComplaintKind, found: impl Into<String>) -> Self {
        let found = found.into();
        Self { kind, found }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn whose(&self) -> WhoseFault {
        match self.kind {
            ComplaintKind::MailboxError => WhoseFault::Server,
            ComplaintKind::Fingerprint
            | ComplaintKind::MessageSigner
            | ComplaintKind::WrongAddress
            | ComplaintKind::CannotDecrypt
            | ComplaintKind::BadPackage
            | ComplaintKind::BadManifest
            | ComplaintKind::FileDigest
            | ComplaintKind::BadSignature
            | ComplaintKind::PackageSigner
            | ComplaintKind::ManifestSender
            | ComplaintKind::ManifestRecipient
            | ComplaintKind::AttachmentNames
            | ComplaintKind::ForbiddenType
            | ComplaintKind::TooFar => WhoseFault::Client,
        }
    }

    /// The words of the receipt (`detaljer`); e-Boks has codes for some.
    #[must_use]
    pub fn details(&self, at: Destination) -> String {
        let text = self.words();
        match (at, self.code()) {
            (Destination::Eboks, Some(code)) => format!("Reason code: {code}. {text}"),
            (Destination::Eboks | Destination::Digipost | Destination::Printer, _) => text,
        }
    }

    /// The complaint in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self.found.as_str() {
            "" => self.kind.text().to_owned(),
            found => format!("{} - {found}", self.kind.text()),
        }
    }

    /// The code that e-Boks has for it.
    fn code(&self) -> Option<&'static str> {
        match self.kind {
            ComplaintKind::AttachmentNames => Some("SBD:5023"),
            ComplaintKind::BadPackage => Some("SBD:4069"),
            ComplaintKind::Fingerprint
            | ComplaintKind::MessageSigner
            | ComplaintKind::WrongAddress
            | ComplaintKind::CannotDecrypt
            | ComplaintKind::BadManifest
            | ComplaintKind::FileDigest
            | ComplaintKind::BadSignature
            | ComplaintKind::PackageSigner
            | ComplaintKind::ManifestSender
            | ComplaintKind::ManifestRecipient
            | ComplaintKind::ForbiddenType
            | ComplaintKind::TooFar
            | ComplaintKind::MailboxError => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_complaint_has_a_rule_and_only_e_boks_has_codes() {
        for (kind, word) in ComplaintKind::WORDS {
            assert!(rules::find(kind.rule()).is_some(), "{word}");
            let complaint = Complaint::of(*kind, "x");
            for at in [Destination::Digipost, Destination::Printer] {
                assert!(!complaint.details(at).contains("SBD:"), "{word}");
            }
        }
        let names = Complaint::of(ComplaintKind::AttachmentNames, "a.pdf twice");
        let told = "Reason code: SBD:5023. names of attachments must be unique - a.pdf twice";
        assert_eq!(names.details(Destination::Eboks), told);
    }
}
