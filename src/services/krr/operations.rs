//! What the register can do.

use crate::services::{Fact, Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "krr",
    prefix: "/krr",
    title: "the contact and reservation register",
};

/// Look-up, first version.
pub(super) const PERSONER_V1: &str = "krr.v1.personer";
/// Look-up, second version.
pub(super) const PERSONER_V2: &str = "krr.v2.personer";
/// The log of changes.
pub(super) const CHANGES: &str = "krr.v2.hentEndringer";
/// The print service's certificate.
pub(super) const PRINT: &str = "krr.v2.printSertifikat";
/// The entry of the person whose token it is.
pub(super) const OWN: &str = "krr.v1.person";
/// The same person chooses a language.
pub(super) const LANGUAGE: &str = "krr.v1.person.patch";

/// Bodies are no larger: a thousand numbers are a sixteenth of it.
const BODY_MAX: usize = 256 * 1024;

const LOOK_UP: &[Source] = &[
    "Digdir: KRR, REST look-up",
    "Digdir: KRR, attributes",
    "Digdir: KRR, the rule of 18 months",
    "Digdir: KRR, expected answers of the test persons",
];
const USERS: &[Source] = &[
    "Digdir: KRR, user-specific look-up",
    "Digdir: KRR, attributes",
];
const LOG: &[Source] = &[
    "Digdir: shared components, change number",
    "Altinn: altinn-profile, test data of the change log",
];
const PRINTER: &[Source] = &["Digdir: eFormidling, print service"];

const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    sources: &'static [Source],
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: match method {
            Method::Get | Method::Delete => 0,
            Method::Post | Method::Put | Method::Patch => BODY_MAX,
        },
        facts: &[],
        contract: None,
        fidelity: Fidelity::Modelled,
        sources,
        remark,
    }
}

const fn of_persons(row: Operation) -> Operation {
    Operation {
        facts: &[Fact::Consumer],
        ..row
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    of_persons(row(
        PERSONER_V1,
        Method::Post,
        "/rest/v1/personer",
        LOOK_UP,
        "no interface description is public: members, statuses and what is kept back are \
         documented, the bodies of refusals are ours; who is unknown is IKKE_REGISTRERT",
    )),
    of_persons(row(
        PERSONER_V2,
        Method::Post,
        "/rest/v2/personer",
        LOOK_UP,
        "as version 1, with inkluderIkkeRegistrerte, whose meaning is ours: without it, who is \
         unknown is left out",
    )),
    row(
        CHANGES,
        Method::Post,
        "/rest/v2/krr/hentEndringer",
        LOG,
        "the log begins with the cast; each person is shown as the person is now, and what there is \
         not is left out; recorded answers have empty texts there, as the fault emptyStrings has",
    ),
    row(
        PRINT,
        Method::Get,
        "/rest/v2/printSertifikat",
        PRINTER,
        "without a token, as clients call it",
    ),
    of_persons(row(
        OWN,
        Method::Get,
        "/rest/v1/person",
        USERS,
        "for tokens of persons; ID-porten, which gives them in truth, is not simulated",
    )),
    of_persons(row(
        LANGUAGE,
        Method::Patch,
        "/rest/v1/person",
        USERS,
        "the body of the answer is ours: the person as changed",
    )),
    Operation {
        fidelity: Fidelity::Absent,
        ..row(
            "krr.v1.mf.personer",
            Method::Post,
            "/rest/v1/mf/personer",
            LOOK_UP,
            "not simulated: data of the population register, for the print service alone",
        )
    },
];
