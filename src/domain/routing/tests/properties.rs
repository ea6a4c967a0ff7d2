//! Whatever the facts, a walk ends, keeps to its plan and can be repeated.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::domain::rules;

fn answers() -> impl Strategy<Value = Vec<LookupAnswer>> {
    let identifier = EfakturaIdentifier::parse("414360222").unwrap();
    let any = vec![
        LookupAnswer::Accepts(identifier.clone()),
        LookupAnswer::NotEnabled(Some(identifier)),
        LookupAnswer::Blocked(None),
        LookupAnswer::Nobody,
        LookupAnswer::Several,
        LookupAnswer::Unavailable("nothing came".to_owned()),
    ];
    proptest::collection::vec(select(any), 8)
}

fn plans() -> impl Strategy<Value = (Plan, bool)> {
    let values = "netbank dpi email print silent_failure vipps netbank_cvl netbank";
    let values: Vec<Route> = values.split(' ').filter_map(Route::parse).collect();
    let count = values.len();
    let order = (
        subsequence(values, 0..=count).prop_shuffle(),
        proptest::option::of(select(
            OperatorCode::WORDS
                .iter()
                .map(|(code, _)| *code)
                .collect::<Vec<_>>(),
        )),
        subsequence(
            vec![
                DisabledRoute::Print,
                DisabledRoute::Email,
                DisabledRoute::Einvoice,
            ],
            0..=3,
        ),
    );
    (order, any::<bool>()).prop_map(|((routes, operator, disabled), with_id)| {
        let order = Order {
            routes,
            operator,
            disabled,
        };
        (Plan::for_consumer(&order, &[], with_id), with_id)
    })
}

prop_compose! {
    fn recipients()(
        ssn in proptest::option::of("[0-9]{10,11}|09091816528|.{0,12}"),
        phone in proptest::option::of("[+0-9 ]{0,14}|.{0,6}"),
        email in proptest::option::of("[a-zø]{1,5}@[a-z]{1,5}\\.no|.{0,9}"),
        born in any::<bool>(),
        name in proptest::option::of("[A-ZÅa-zø]{1,6}( [A-ZÅa-zø]{1,60}){0,2}|.{0,9}"),
        code in proptest::option::of("[0-9]{3,5}|.{0,12}"),
        city in proptest::option::of("[A-ZØa-zø]{1,32}|.{0,5}"),
    ) -> Recipient {
        Recipient {
            efaktura_id: None,
            ssn,
            phone,
            email,
            date_of_birth: born.then(|| "1918-09-09".parse().unwrap()),
            name,
            address: Address {
                line1: city.clone(),
                postal_code: code,
                city,
                country: Some("NO".to_owned()),
                ..Address::default()
            },
        }
    }
}

prop_compose! {
    fn all_facts()(
        (plan, with_id) in plans(),
        lie in proptest::bool::weighted(0.1),
        recipient in recipients(),
        b2cno in select(B2cnoStatus::WORDS.iter().map(|(status, _)| *status).collect::<Vec<_>>()),
        active in any::<bool>(),
        currency in select(vec!["NOK", "EUR", ""]),
        amount in prop_oneof![Just(0), any::<i64>(), 1i64..100_000],
        due in proptest::option::of(-9_000i32..9_000),
        kid in proptest::option::of("000002123453|[0-9]{0,30}|.{0,30}"),
        account in proptest::option::of("86011117947|.{0,15}"),
        (ends, zero, credit) in any::<(bool, bool, bool)>(),
    ) -> Facts {
        let mut facts = Case::new().facts;
        facts.plan = plan;
        facts.recipient = recipient;
        if with_id && !lie {
            facts.recipient.efaktura_id = EfakturaIdentifier::parse("207080383").ok();
        }
        if !active {
            facts.sender.b2cno = b2cno;
        }
        if credit {
            facts.payment.kind = DocumentKind::CreditNote;
        }
        currency.clone_into(&mut facts.payment.currency);
        facts.payment.amount = Ore::new(amount);
        let today = calendar::local_date(NOW.parse().unwrap());
        facts.payment.due_date = due.map(|days| today + days.days());
        facts.payment.kid = kid;
        facts.payment.account = account;
        facts.efaktura_failure_ends = ends;
        facts.zero_amount = zero;
        facts
    }
}

proptest! {
    #[test]
    fn every_walk_ends_within_its_plan_and_is_repeatable(
        facts in all_facts(),
        answers in answers(),
        mps in select(vec![
            EfakturaAnswer::Accepted,
            EfakturaAnswer::Rejected("E005".to_owned()),
            EfakturaAnswer::Unavailable("HTTP 500".to_owned()),
        ]),
    ) {
        let once = || {
            let asked = std::cell::Cell::new(0);
            let registry = |_: &LookupKey| {
                let place = asked.replace(asked.get() + 1);
                answers[place % answers.len()].clone()
            };
            walk(&facts, NOW.parse().unwrap(), registry, &mps)
        };
        let walked = once();
        prop_assert!(walked.end.is_some(), "{}", walked.line());
        prop_assert!(walked.attempts.len() <= facts.plan.ways().len());
        prop_assert_eq!(&walked, &once());
        prop_assert!(walked.asked.iter().all(|key| *key != LookupKey::default()));
        for (attempt, way) in walked.attempts.iter().zip(facts.plan.ways()) {
            if let Way::Channel(channel) = &attempt.way {
                prop_assert_eq!(Some(*channel), way.channel());
            }
            if let Outcome::Closed(refusal) = &attempt.outcome {
                prop_assert!(rules::find(refusal.code.rule()).is_some());
            }
        }
        let delivered = walked.attempts.iter().filter(|it| it.outcome == Outcome::Delivered);
        let is_delivered = matches!(walked.end, Some(Step::Delivered(_)));
        prop_assert_eq!(delivered.count(), usize::from(is_delivered));
    }
}
