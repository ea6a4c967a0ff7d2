//! What a scenario may ask of the life of one message, other than a refusal.

use crate::domain::words::words;

words! {
    /// Something that a scenario asked for; most are the service's own words for events.
    pub enum Wish {
        /// The recipient closes the account between identification and sending.
        AccountDeactivated "accountDeactivated",
        /// Printing fails.
        PrintFailed "PRINT_FAILED",
        /// The letter comes back and is shredded.
        Shredded "SHREDDED",
        /// The post cannot deliver the letter.
        NotDeliverable "notDeliverable",
        /// The reader moves the letter to another mailbox.
        Moved "MOVE_FILES_FROM_PUBLIC_SECTOR",
        /// The notice by e-mail fails.
        EmailNotificationFailed "EMAIL_NOTIFICATION_FAILED",
        /// The notice by SMS fails.
        SmsNotificationFailed "SMS_NOTIFICATION_FAILED",
        /// The message by e-mail does not arrive.
        EmailMessageFailed "EMAIL_MESSAGE_FAILED",
        /// The message over Peppol does not arrive.
        PeppolFailed "PEPPOL_FAILED",
    }
}
