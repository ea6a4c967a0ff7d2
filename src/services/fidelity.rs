//! How true the sandbox is, as a page for people, written from the operations tables.

use std::fmt::Write;

use super::table::{Fidelity, Match, Mount, Operation};

/// The page, in Markdown.
#[must_use]
pub fn page(services: &[(&Mount, &[Operation])]) -> String {
    let mut page = String::from(
        "# Fidelity\n\n\
         Written from the operations tables; `just fidelity` writes it again, and a test keeps it \
         current.\n\n\
         * **faithful**: as documented, and held against the official description where that is \
         at hand\n\
         * **modelled**: documented in part; the rest is our model, and the remark says which\n\
         * **absent**: known, and answered with a plain \"not simulated\"\n",
    );
    for (mount, operations) in services {
        section(&mut page, mount, operations);
    }
    page
}

fn section(page: &mut String, mount: &Mount, operations: &[Operation]) {
    let count = |fidelity| {
        operations
            .iter()
            .filter(|row| row.fidelity == fidelity)
            .count()
    };
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\n## `{}`: {}\n\n{} faithful, {} modelled, {} absent.\n\n\
         | operation | address | fidelity | remark | sources |\n| --- | --- | --- | --- | --- |\n",
        mount.service,
        mount.title,
        count(Fidelity::Faithful),
        count(Fidelity::Modelled),
        count(Fidelity::Absent),
    );
    for row in operations {
        let query = match row.matched_by {
            Match::Wsdl => "?wsdl",
            Match::Path | Match::SoapBody { .. } => "",
        };
        let _ = writeln!(
            page,
            "| `{}` | `{} {}{}{query}` | {} | {} | {} |",
            row.id,
            row.method.as_str(),
            mount.prefix,
            row.path,
            row.fidelity.as_str(),
            row.remark,
            row.sources.join("; "),
        );
    }
}
