//! Answers to log-ins, look-ups of recipients and requests for keys.

use super::ask::{AccessAsk, AccessReply, AccessWhat};
use crate::consumer::Turn;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Asker, Event, Model};

/// Answers a request.
pub(in crate::services::vipps::model) fn answer(
    _model: &mut Model,
    ask: AccessAsk,
    _asker: Option<&Asker>,
    turn: &mut Turn<'_, Event>,
) -> Result<AccessReply, Fault> {
    match ask.what {
        AccessWhat::Keys => {
            let keys = turn.settings.vipps.keys.published.clone();
            Ok(AccessReply::Keys(keys))
        }
        AccessWhat::LogIn(_) | AccessWhat::Recipient { .. } => {
            Err(Fault::problem(ProblemKind::UnresolvedError, "to be built"))
        }
    }
}
