//! The gateway: subscription key, rate limit, access token, product, in this order.

use super::apply::Model;
use super::command::Event;
use super::gate::{Asker, Authorization, Gate};
use crate::consumer::Turn;
use crate::domain::vipps::{AuthorizationForms, Product};
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
    let subscribed = subscribe(model, subscription.as_deref(), turn)?;
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
    for (what, found) in [
        ("a subscription key", subscribed),
        ("an access token", token.product),
    ] {
        if found != *product {
            let found = format!("{what} of the product {}", found.as_str());
            return Err(Fault::problem(ProblemKind::Forbidden, found));
        }
    }
    Ok(Some(token))
}

/// For which product a subscription key is, and counts the call.
pub(super) fn subscribe(
    model: &mut Model,
    key: Option<&str>,
    turn: &Turn<'_, Event>,
) -> Result<Product, Fault> {
    let Some(key) = key else {
        return Err(Fault::front(FrontKind::MissingSubscriptionKey, "none"));
    };
    let Some(subscribed) = turn.cast.vipps_subscription(key) else {
        let found = "a key that nobody here has";
        return Err(Fault::front(FrontKind::InvalidSubscriptionKey, found));
    };
    model.access.count(subscribed, turn)?;
    Ok(subscribed.1)
}

/// A request that no gateway stood in front of and that needed one; no row of the tables is so.
pub(super) fn nobody() -> Fault {
    Fault::front(FrontKind::MissingAccessToken, "none")
}
