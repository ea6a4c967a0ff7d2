//! The gateway: subscription key, rate limit, access token, product, in this order.

use super::apply::Model;
use super::command::Event;
use super::gate::{Asker, Authorization, Gate};
use crate::consumer::Turn;
use crate::domain::vipps::AuthorizationForms;
use crate::services::vipps::faults::{Fault, FrontKind, ProblemKind};

/// Who asks; nobody where nothing stands in front of the operation.
pub(super) fn admit(
    model: &mut Model,
    gate: &Gate,
    turn: &mut Turn<'_, Event>,
) -> Result<Option<Asker>, Fault> {
    let Gate::Keyed {
        product,
        subscription,
        authorization,
    } = gate
    else {
        return Ok(None);
    };
    let Some(key) = subscription else {
        return Err(Fault::front(FrontKind::MissingSubscriptionKey, "none"));
    };
    let Some((_, subscribed)) = turn.cast.vipps_subscription(key) else {
        let found = "a key that nobody here has";
        return Err(Fault::front(FrontKind::InvalidSubscriptionKey, found));
    };
    model.access.count(key, turn)?;
    let (id, with_bearer) = match authorization {
        Authorization::Missing => {
            return Err(Fault::front(FrontKind::MissingAccessToken, "none"));
        }
        Authorization::Bad(found) => {
            return Err(Fault::front(FrontKind::InvalidAccessToken, found.clone()));
        }
        Authorization::Token { id, with_bearer } => (id, *with_bearer),
    };
    if turn.settings.vipps.authorization == AuthorizationForms::Strict && !with_bearer {
        let found = "a token without the scheme Bearer";
        return Err(Fault::front(FrontKind::MissingAccessToken, found));
    }
    let token = model.access.token(id, turn.now)?;
    let is_for = |found: &crate::domain::vipps::Product, what: &str| {
        let found = format!("{what} of the product {}", found.as_str());
        Err(Fault::problem(ProblemKind::Forbidden, found))
    };
    if subscribed != product {
        return is_for(subscribed, "a subscription key");
    }
    if token.product != *product {
        return is_for(&token.product, "an access token");
    }
    Ok(Some(token))
}

/// A request that no gateway stood in front of and that needed one; no row of the tables is so.
pub(super) fn nobody() -> Fault {
    Fault::front(FrontKind::MissingAccessToken, "none")
}
