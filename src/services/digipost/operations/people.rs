//! Who is there: the entry point, recipients, senders, keys, accounts.

use super::parts::{absent, modelled, row, telling};
use crate::services::{Fact, Method, Operation};

/// What names a recipient.
const RECIPIENT: &[Fact] = &[Fact::Consumer];

/// The rows.
pub(super) const ROWS: &[Operation] = &[
    row(
        "digipost.entrypoint",
        Method::Get,
        "/",
        "the certificate that answers are signed with, and every link",
    ),
    row(
        "digipost.senderEntrypoint",
        Method::Get,
        "/{sender}",
        "the same for a sender that the broker acts for",
    ),
    telling(
        RECIPIENT,
        row(
            "digipost.identify",
            Method::Post,
            "/identification",
            "a company that has no account is not found; banks ask in user-v1",
        ),
    ),
    telling(
        RECIPIENT,
        row(
            "digipost.identifyWithKey",
            Method::Post,
            "/identification/encryptionkey",
            "all recipients have the same key, which `sandkasse certs` writes",
        ),
    ),
    modelled(row(
        "digipost.recipientKey",
        Method::Get,
        "/encryption-keys/{alias}",
        "clients find it through a link: the path is ours",
    )),
    modelled(row(
        "digipost.printCertificate",
        Method::Get,
        "/print-encryption-certificate",
        "clients find it through a link: the path is ours",
    )),
    modelled(row(
        "digipost.printKey",
        Method::Get,
        "/print-encryption-key",
        "for clients before Java 11.1",
    )),
    modelled(row(
        "digipost.search",
        Method::Get,
        "/recipients/search/{rest}",
        "people with an account; every word stands in the name or in that of the mailbox; which \
         words the service looks at is not public; fewer than three characters find nobody",
    )),
    modelled(row(
        "digipost.suggest",
        Method::Get,
        "/recipients/suggest/{rest}",
        "names of people with an account, found as by a search",
    )),
    modelled(row(
        "digipost.senderInformation",
        Method::Get,
        "/sender-information/{sender}",
        "features follow from the rights of the sender; the numbers of the print rules are ours",
    )),
    modelled(row(
        "digipost.senderInformationByOrganisation",
        Method::Get,
        "/sender-information",
        "org_id, and part_id, which is not looked at: companies of the cast have no units",
    )),
    telling(
        RECIPIENT,
        modelled(row(
            "digipost.userAccount",
            Method::Post,
            "/{sender}/user-accounts",
            "a person of the cast gets an account or has it opened again; nobody is made",
        )),
    ),
    absent(row(
        "digipost.apiDocumentation",
        Method::Get,
        "/api-documentation",
        "not simulated: the documentation is Digipost's own",
    )),
    absent(row(
        "digipost.createBatch",
        Method::Post,
        "/batches",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.getBatch",
        Method::Get,
        "/batches/{uuid}",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.completeBatch",
        Method::Post,
        "/batches/{uuid}/complete",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.cancelBatch",
        Method::Delete,
        "/batches/{uuid}",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.addTag",
        Method::Post,
        "/tags",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.removeTag",
        Method::Post,
        "/tags/remove",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.getTags",
        Method::Get,
        "/tags",
        "not simulated: version 8 only",
    )),
    absent(row(
        "digipost.shareDocumentsRequestState",
        Method::Get,
        "/{sender}/share-documents-requests/uuid/{uuid}",
        "not simulated: version 8 only",
    )),
];
