//! What is written reads back as it was.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::documents::bbs::{read, read_outgoing, write};
use crate::domain::account::AccountNumber;
use crate::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, MandateLine, MandateOrder, Notifier, Order, Payment,
    PaymentKind, Registration, SerialNumber, SettlementOrder, TextLine, Transmission,
};
use crate::domain::money::Ore;

fn serial() -> impl Strategy<Value = SerialNumber> {
    (0..=SerialNumber::MAX).prop_map(|number| SerialNumber::new(number).unwrap())
}

fn unit() -> impl Strategy<Value = CustomerUnit> {
    "[1-9][0-9]{7}".prop_map(|digits| CustomerUnit::parse(&digits).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (0..36_500_i64).prop_map(|days| date(2000, 1, 1).saturating_add(days.days()))
}

/// Without blanks at either side, which files cannot tell from filling.
fn words(longest: usize) -> impl Strategy<Value = String> {
    let text = prop::collection::vec("[a-zA-ZæøåÆØÅ0-9 .,%-]", 0..=longest);
    text.prop_map(|parts| parts.concat().trim().to_owned())
}

prop_compose! {
    fn text_line()(line in 1..=42_u8, column in 1..=2_u8, text in words(39)) -> TextLine {
        TextLine { line, column, text: format!("{text}.") }
    }
}

prop_compose! {
    fn claim()(
        is_notified_by_bank in any::<bool>(),
        due_date in day(),
        amount in 0..1_000_000_000_000_000_i64,
        kid in "[0-9]{1,24}[0-9-]",
        short_name in words(10),
        external_reference in words(25),
        texts in prop::collection::vec(text_line(), 0..4),
    ) -> FiledClaim {
        let notifier = if is_notified_by_bank { Notifier::Bank } else { Notifier::Payee };
        let texts = if is_notified_by_bank { texts } else { Vec::new() };
        let (number, amount) = (0, Ore::new(amount));
        FiledClaim {
            number, notifier, due_date, amount, kid, short_name, external_reference, texts,
        }
    }
}

prop_compose! {
    fn claims()(
        number in serial(),
        account in "[0-9]{11}",
        claims in prop::collection::vec(claim(), 0..5),
        is_deletions in any::<bool>(),
    ) -> Order {
        let numbered = claims.into_iter().zip(1..).map(|(claim, number)| match is_deletions {
            true => FiledClaim {
                number, notifier: Notifier::Payee, texts: Vec::new(), ..claim
            },
            false => FiledClaim { number, ..claim },
        });
        let order = ClaimOrder { number, account, claims: numbered.collect() };
        if is_deletions { Order::Deletions(order) } else { Order::Claims(order) }
    }
}

prop_compose! {
    fn mandates()(
        number in serial(),
        lines in prop::collection::vec((0..3_usize, "[0-9]{2,25}", any::<bool>()), 0..5),
    ) -> Order {
        let lines = lines.into_iter().map(|(registration, kid, notification)| MandateLine {
            registration: Registration::WORDS[registration].0,
            kid,
            notification,
        });
        let account = AccountNumber::parse("15062995960").unwrap();
        Order::Mandates(MandateOrder { number, account, lines: lines.collect() })
    }
}

prop_compose! {
    fn payment()(
        kind in prop::sample::select(PaymentKind::WORDS),
        date in day(),
        (centre, day_code, settlement, card_issuer) in (0..100_u8, 0..100_u8, 0..10_u8, 0..100_u8),
        serial in 0..100_000_u32,
        amount in 0..1_000_000_000_i64,
        kid in "([0-9]{2,25})?",
        (form, reference, filler) in ("[0-9]{10}", "[0-9]{9}", "[0-9]{7}"),
        bank_date in prop::option::of(day()),
        debit_account in "[0-9]{11}",
        text in words(40),
    ) -> Payment {
        let has_text = ["20", "21"].contains(&kind.1);
        Payment {
            number: 0, kind: kind.0, date, centre, day_code, settlement, serial,
            is_negative: false, amount: Ore::new(amount), kid, card_issuer, form, reference,
            filler, bank_date, debit_account, text: has_text.then_some(text),
        }
    }
}

prop_compose! {
    fn settlements()(
        agreement in "[0-9]{9}",
        number in serial(),
        account in "[0-9]{11}",
        date in day(),
        payments in prop::collection::vec(payment(), 0..5),
    ) -> Order {
        let numbered = payments.into_iter().zip(1..);
        let mut payments: Vec<Payment> =
            numbered.map(|(payment, number)| Payment { number, ..payment }).collect();
        // A minus is right as long as the sum is not below zero.
        if let [first, second, ..] = &mut payments[..] {
            second.is_negative = second.amount <= first.amount;
        }
        Order::Settlements(SettlementOrder { agreement, number, account, date, payments })
    }
}

prop_compose! {
    fn to_mps()(
        sender in unit(),
        number in serial(),
        orders in prop::collection::vec(claims(), 0..4),
    ) -> Transmission {
        Transmission { sender, number, recipient: CustomerUnit::mps(), orders, date: None }
    }
}

prop_compose! {
    fn from_mps()(
        recipient in unit(),
        number in serial(),
        orders in prop::collection::vec(prop_oneof![mandates(), settlements()], 0..4),
        date in prop::option::of(day()),
    ) -> Transmission {
        Transmission { sender: CustomerUnit::mps(), number, recipient, orders, date }
    }
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back_as_it_was(
        transmission in prop_oneof![to_mps(), from_mps()],
    ) {
        let bytes = write(&transmission).unwrap();
        prop_assert!(bytes.chunks(82).all(|record| record.len() == 82 && record.ends_with(b"\r\n")));
        prop_assert_eq!(read_outgoing(&bytes), Ok(transmission));
    }

    #[test]
    fn nothing_is_said_of_a_file_that_was_written_here(transmission in to_mps()) {
        let incoming = read(&write(&transmission).unwrap()).unwrap();
        prop_assert_eq!(&incoming.complaints, &[]);
        prop_assert_eq!(incoming.orders.len(), transmission.orders.len());
        for order in &incoming.orders {
            prop_assert_eq!(&order.complaints, &[]);
        }
    }
}
