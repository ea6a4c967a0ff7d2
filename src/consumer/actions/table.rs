//! The table of deeds: name, words, fields, what it does, source.

use super::error::ActionError;
use super::stage::{Deed, Done};
use super::{claim, consent, contact, invoice, mandate, table_mailbox};
use crate::domain::words::words;

/// Something that a consumer can do.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// The name, in addresses and scenarios.
    pub name: &'static str,
    /// What it does, in words.
    pub text: &'static str,
    /// What it asks for.
    pub fields: &'static [Field],
    /// The public document that knows of it, or the word "ours" with the reason.
    pub source: &'static str,
    pub(super) does: fn(&mut Deed<'_, '_>) -> Result<Done, ActionError>,
}

/// Something that a deed asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// What it means, in words.
    pub text: &'static str,
    /// Whether the deed cannot do without.
    pub required: bool,
    /// What values it takes.
    pub kind: FieldKind,
}

words! {
    /// What values a field takes.
    pub enum FieldKind {
        /// Id of a presented invoice.
        Invoice "invoice",
        /// Id of a claim at the payer's bank.
        Claim "claim",
        /// A letter in a mailbox.
        Mail "mail",
        /// A payment in a bank's due-date register.
        Payment "payment",
        /// A bank that takes invoices out of Digipost.
        Bank "bank",
        /// An amount to pay, in øre.
        Amount "amount_ore",
        /// A limit in øre, or none.
        Limit "limit_ore",
        /// A Norwegian account.
        Account "account",
        /// A KID.
        Kid "kid",
        /// A company, by name or number.
        Issuer "issuer",
        /// Yes or no.
        YesOrNo "yes_or_no",
        /// A line of text.
        Text "text",
        /// A postal code.
        PostalCode "postal_code",
        /// A country.
        Country "country",
        /// An e-mail address, or none.
        Email "email",
        /// A phone number, or none.
        Phone "phone",
        /// A provider of digital mailboxes, or none.
        Mailbox "mailbox",
        /// A language of the contact register.
        Language "language",
        /// A date.
        Date "date",
    }
}

impl FieldKind {
    /// What belongs into such a field, in words.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Invoice => "the id of an invoice, as its timeline takes it",
            Self::Claim => "the id of a claim, or of the invoice that is paid with it",
            Self::Mail => "the number of a letter, or the id that its sender gave it",
            Self::Payment => "the number of a payment at the bank",
            Self::Bank => {
                "`dnb`, `sbanken`, `klp`, `gjensidige`, `handelsbanken`, `sparebanken-more` or \
                 `sparebanken-ost`"
            }
            Self::Amount => "whole øre, 1 or more",
            Self::Limit => "whole øre, or `none`",
            Self::Account => "an account number of 11 digits",
            Self::Kid => "a KID",
            Self::Issuer => "a company of the cast, or an organisation number",
            Self::YesOrNo => "`true` or `false`",
            Self::Text => "1 to 200 characters on one line",
            Self::PostalCode => "a postal code, of four digits in Norway",
            Self::Country => "two capital letters of ISO 3166-1, such as `NO`",
            Self::Email => "an e-mail address, or `none`",
            Self::Phone => "a phone number, or `none`",
            Self::Mailbox => "`digipost`, `eboks` or `none`",
            Self::Language => "`nb`, `nn`, `en` or `se`",
            Self::Date => "a date such as 2026-03-20",
        }
    }
}

const INVOICE: Field = must("invoice", FieldKind::Invoice, "the invoice");
const CLAIM: Field = must("claim", FieldKind::Claim, "the claim");
pub(super) const AMOUNT: Field = may(
    "amount_ore",
    FieldKind::Amount,
    "the amount; all of it without",
);
pub(super) const PAID_ON: Field = may(
    "on",
    FieldKind::Date,
    "the day on which the bank pays it, or on the next bank day; the due date without",
);
const PAYEE: &str = "account of the payee";
const ONE_IS_ENOUGH: &str = "may be left out where the person has one mandate only";

const VIPPS: &str = "Maventa: Consumer Invoicing (Norway), Vipps";
const VIPPS_STATES: &str = "Vipps: Invoice API, states of an invoice";
const JTTA: &str = "Maventa: Consumer Invoicing (Norway), Yes to All registry";
const BANKS: &str = "Bits: eFaktura, changes of 15 May 2022";
const MANDATES: &str = "MPS: AvtaleGiro, mandates";
const CLAIMS: &str = "ours: a netbank stops single payments; no document of MPS says how";
const KRR: &str = "Digdir: KRR";
const OURS: &str = "ours: a netbank pays; no service that is simulated documents it";

const COUNT: usize = ROWS.len() + table_mailbox::ROWS.len();

static ALL: [Action; COUNT] = {
    let mut all = [ROWS[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < ROWS.len() {
            ROWS[at]
        } else {
            table_mailbox::ROWS[at - ROWS.len()]
        };
        at += 1;
    }
    all
};

/// Every deed, in the order in which people see them.
pub const ACTIONS: &[Action] = &ALL;

/// What is done in the netbank, in Vipps, with mandates and in the contact register.
const ROWS: &[Action] = &[
    Action {
        name: "approve",
        text: "approve an invoice for payment, or change the approved amount",
        fields: &[INVOICE, AMOUNT, PAID_ON],
        source: VIPPS_STATES,
        does: invoice::approve,
    },
    Action {
        name: "cancel-approval",
        text: "take an approval back",
        fields: &[INVOICE],
        source: VIPPS_STATES,
        does: invoice::cancel_approval,
    },
    Action {
        name: "pay",
        text: "pay an invoice now, from the person's account",
        fields: &[
            INVOICE,
            may(
                "amount_ore",
                FieldKind::Amount,
                "the amount; without, what was approved, else all of it",
            ),
        ],
        source: OURS,
        does: invoice::pay,
    },
    Action {
        name: "delete",
        text: "delete an invoice, which refuses it",
        fields: &[INVOICE],
        source: VIPPS_STATES,
        does: invoice::delete,
    },
    Action {
        name: "stop-payment",
        text: "stop one claim before the bank debits it; its invoice can be paid by hand then",
        fields: &[CLAIM],
        source: CLAIMS,
        does: claim::stop,
    },
    Action {
        name: "resume-payment",
        text: "let the bank debit a stopped claim after all",
        fields: &[CLAIM],
        source: CLAIMS,
        does: claim::resume,
    },
    Action {
        name: "reverse-payment",
        text: "have a claim that was debited paid back",
        fields: &[CLAIM],
        source: MANDATES,
        does: claim::reverse,
    },
    Action {
        name: "give-jtta",
        text: "say Yes to All; whoever is not in the register yet gets an identifier",
        fields: &[],
        source: JTTA,
        does: consent::give_jtta,
    },
    Action {
        name: "withdraw-jtta",
        text: "withdraw Yes to All, which ends old agreements with single issuers too",
        fields: &[],
        source: BANKS,
        does: consent::withdraw_jtta,
    },
    Action {
        name: "block-issuer",
        text: "reserve against eFaktura from one issuer",
        fields: &[must("issuer", FieldKind::Issuer, "the issuer")],
        source: BANKS,
        does: consent::block_issuer,
    },
    Action {
        name: "unblock-issuer",
        text: "take the reservation against one issuer back",
        fields: &[must("issuer", FieldKind::Issuer, "the issuer")],
        source: BANKS,
        does: consent::unblock_issuer,
    },
    Action {
        name: "make-mandate",
        text: "let a payee debit an account",
        fields: &[
            must("payee_account", FieldKind::Account, PAYEE),
            must("kid", FieldKind::Kid, "the KID as registered"),
            may(
                "payer_account",
                FieldKind::Account,
                "the account to debit; the person's own without",
            ),
            may(
                "notification",
                FieldKind::YesOrNo,
                "notice before each payment; no without",
            ),
            may(
                "limit_ore",
                FieldKind::Limit,
                "most in a month; none without",
            ),
            may(
                "active_at_mps",
                FieldKind::YesOrNo,
                "in force at MPS; yes without",
            ),
            may(
                "active_at_router",
                FieldKind::YesOrNo,
                "in the router's copy already; yes without",
            ),
        ],
        source: MANDATES,
        does: mandate::make,
    },
    Action {
        name: "change-mandate",
        text: "change account, notice, limit or status of a mandate",
        fields: &[
            may("payee_account", FieldKind::Account, ONE_IS_ENOUGH),
            may("kid", FieldKind::Kid, ONE_IS_ENOUGH),
            may("payer_account", FieldKind::Account, "the account to debit"),
            may(
                "notification",
                FieldKind::YesOrNo,
                "notice before each payment",
            ),
            may("limit_ore", FieldKind::Limit, "most in a month"),
            may("active_at_mps", FieldKind::YesOrNo, "in force at MPS"),
        ],
        source: MANDATES,
        does: mandate::change,
    },
    Action {
        name: "end-mandate",
        text: "end a mandate",
        fields: &[
            may("payee_account", FieldKind::Account, ONE_IS_ENOUGH),
            may("kid", FieldKind::Kid, ONE_IS_ENOUGH),
        ],
        source: MANDATES,
        does: mandate::end,
    },
    Action {
        name: "activate-vipps",
        text: "activate eFaktura in Vipps; whoever has no Vipps becomes a user",
        fields: &[],
        source: VIPPS,
        does: consent::activate_vipps,
    },
    Action {
        name: "deactivate-vipps",
        text: "deactivate eFaktura in Vipps",
        fields: &[],
        source: VIPPS,
        does: consent::deactivate_vipps,
    },
    Action {
        name: "show-in-vipps",
        text: "let Vipps show invoices that come from now on",
        fields: &[],
        source: VIPPS,
        does: consent::show_in_vipps,
    },
    Action {
        name: "hide-in-vipps",
        text: "let Vipps show no invoices that come from now on",
        fields: &[],
        source: VIPPS,
        does: consent::hide_in_vipps,
    },
    Action {
        name: "reserve-in-krr",
        text: "reserve against digital communication from the public sector",
        fields: &[],
        source: KRR,
        does: contact::reserve,
    },
    Action {
        name: "unreserve-in-krr",
        text: "take that reservation back",
        fields: &[],
        source: KRR,
        does: contact::unreserve,
    },
    Action {
        name: "register-in-krr",
        text: "enter the contact register, or enter it again after a deletion",
        fields: &[],
        source: KRR,
        does: contact::register,
    },
    Action {
        name: "delete-from-krr",
        text: "be deleted from the contact register",
        fields: &[],
        source: KRR,
        does: contact::delete,
    },
    Action {
        name: "choose-language",
        text: "choose the language in which the public sector writes",
        fields: &[must("language", FieldKind::Language, "the language")],
        source: KRR,
        does: contact::choose_language,
    },
    Action {
        name: "choose-mailbox",
        text: "choose a digital mailbox, or leave the one chosen",
        fields: &[must("mailbox", FieldKind::Mailbox, "whose mailbox")],
        source: KRR,
        does: contact::choose_mailbox,
    },
    Action {
        name: "change-contact",
        text: "change phone or e-mail; in the contact register it counts as verified today",
        fields: &[
            may("phone", FieldKind::Phone, "phone number"),
            may("email", FieldKind::Email, "e-mail address"),
        ],
        source: KRR,
        does: contact::change_contact,
    },
    Action {
        name: "verify-contact",
        text: "say that phone and e-mail in the contact register still hold",
        fields: &[],
        source: KRR,
        does: contact::verify,
    },
    Action {
        name: "move",
        text: "move to another address",
        fields: &[
            must("line1", FieldKind::Text, "street and number"),
            may("line2", FieldKind::Text, "second line"),
            must("postal_code", FieldKind::PostalCode, "postal code"),
            must("city", FieldKind::Text, "postal town"),
            may("country", FieldKind::Country, "country; Norway without"),
        ],
        source: "ours: people move",
        does: contact::move_house,
    },
];

/// A deed by name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|row| row.name == name)
}

pub(super) const fn must(name: &'static str, kind: FieldKind, text: &'static str) -> Field {
    Field {
        name,
        text,
        required: true,
        kind,
    }
}

pub(super) const fn may(name: &'static str, kind: FieldKind, text: &'static str) -> Field {
    Field {
        name,
        text,
        required: false,
        kind,
    }
}
