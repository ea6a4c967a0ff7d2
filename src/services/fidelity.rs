//! How true the sandbox is, as a page for people, written from the operations tables.

use std::fmt::Write;

use super::table::{Contract, Fidelity, Field, Holds, Match, Mount, Operation};

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
            Match::Path | Match::SoapBody { .. } | Match::Own => "",
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
    fields(page, operations);
}

/// What is known of the messages and what is not, where a table says it.
fn fields(page: &mut String, operations: &[Operation]) {
    let mut rows = operations
        .iter()
        .filter_map(|row| Some((row.id, row.contract?)))
        .peekable();
    if rows.peek().is_none() {
        return;
    }
    page.push_str(
        "\nFields of the operations whose description is not public; `>` steps into an element. A \
         known field stands in a public document, a modelled one is ours.\n\n\
         | operation | message | known | modelled |\n| --- | --- | --- | --- |\n",
    );
    for (id, contract) in rows {
        let Contract { request, response } = contract;
        for (message, fields) in [("request", request), ("response", response)] {
            let (mut known, mut modelled) = (Vec::new(), Vec::new());
            sort("", fields, &mut known, &mut modelled);
            // Writing to a string cannot fail.
            let _ = writeln!(
                page,
                "| `{id}` | {message} | {} | {} |",
                listed(&known),
                listed(&modelled)
            );
        }
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

fn sort(path: &str, fields: &[Field], known: &mut Vec<String>, modelled: &mut Vec<String>) {
    for field in fields {
        if let Holds::Choice(options) = field.holds {
            sort(path, options, known, modelled);
            continue;
        }
        let place = format!("{path}{}", field.name);
        let (list, below) = (format!("`{place}`"), format!("{place} > "));
        match field.known {
            Some(_) => known.push(list),
            None => modelled.push(list),
        }
        if let Holds::Fields(shape) = field.holds {
            sort(&below, shape.fields, known, modelled);
        }
    }
}
