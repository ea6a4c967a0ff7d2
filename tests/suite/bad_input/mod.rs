//! Whatever is sent: the service's own refusal, the reason in the journal, and no harm done.

mod addresses;
mod documents;
mod forms;
mod program;
mod soap;
mod uploads;

use serde_json::Value;

use crate::support::{Bill, MONDAY, TestSandbox};

/// A sandbox in which one invoice was taken and delivered before the trouble begins.
struct Trouble {
    sandbox: TestSandbox,
    token: String,
    id: String,
    invoice: Value,
}

impl Trouble {
    async fn begin() -> Self {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        let id = sandbox.sent(&Bill::to("bodil"), "").await;
        sandbox.advance("PT1M").await;
        let invoice = sandbox.invoice(&id).await;
        let token = sandbox.token().await;
        Self {
            sandbox,
            token,
            id,
            invoice,
        }
    }

    /// What the journal says of the last refusal.
    fn why(&self) -> String {
        self.sandbox.whys().last().cloned().unwrap_or_default()
    }

    /// After the trouble: nothing came, nothing went, and the next invoice is served as ever.
    async fn nothing_changed(self) {
        let now = self.sandbox.invoice(&self.id).await;
        assert_eq!(now, self.invoice);
        let list = self.sandbox.get("/v1/invoices?direction=SENT").await;
        assert_eq!(list.header("x-total"), "1");
        let next = self.sandbox.sent(&Bill::read("halgeir number=2"), "").await;
        self.sandbox.advance("PT1M").await;
        let ways = self.sandbox.ways(&next).await;
        assert_eq!(ways, "dd_not_simulated EFAKTURA");
    }
}
