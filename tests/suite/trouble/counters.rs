//! Counters under sixteen clients at once.

use std::sync::Arc;

use futures_util::future::join_all;
use tokio::sync::Barrier;

use crate::support::{MONDAY, TestSandbox};

const CLIENTS: usize = 16;
const ROUNDS: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_clients_at_once_exactly_one_is_the_first_three_hundred_rounds_long() {
    let sandbox = Arc::new(TestSandbox::frozen(MONDAY).await);
    for round in 0..ROUNDS {
        let rule = r#"{"on": "mps", "when": {"nth": 1}, "then": {"status": 503}}"#;
        let fault = sandbox.arm(rule).await;
        let start = Arc::new(Barrier::new(CLIENTS));
        let clients = (0..CLIENTS).map(|_| {
            let (sandbox, start) = (Arc::clone(&sandbox), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                sandbox.look_up().await.status
            })
        });
        let statuses: Vec<u16> = join_all(clients)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let first = statuses.iter().filter(|status| **status == 503).count();
        let others = statuses.iter().filter(|status| **status == 200).count();
        assert_eq!(
            (first, others),
            (1, CLIENTS - 1),
            "round {round}: {statuses:?}"
        );
        assert_eq!(sandbox.counts(fault).await, "16/1", "round {round}");
        assert_eq!(sandbox.admin("DELETE", "/faults", "").await.status, 204);
    }
}
