//! From what the sender asked for to the list of ways to try.

use crate::domain::channel::Channel;
use crate::domain::words::words;

/// A value of `route_order`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `netbank`.
    Netbank,
    /// `dpi`.
    Dpi,
    /// `email`.
    Email,
    /// `print`.
    Print,
    /// `silent_failure`.
    SilentFailure,
    /// A deprecated value, as sent.
    Deprecated(String),
}

/// Values that older descriptions still list.
const DEPRECATED: [&str; 3] = ["netbank_cvl", "netbank_cvl_hold", "vipps"];

impl Route {
    /// Reads a route value; `None` when no document knows it.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "netbank" => Some(Self::Netbank),
            "dpi" => Some(Self::Dpi),
            "email" => Some(Self::Email),
            "print" => Some(Self::Print),
            "silent_failure" => Some(Self::SilentFailure),
            _ if DEPRECATED.contains(&value) => Some(Self::Deprecated(value.to_owned())),
            _ => None,
        }
    }

    /// The value as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Netbank => "netbank",
            Self::Dpi => "dpi",
            Self::Email => "email",
            Self::Print => "print",
            Self::SilentFailure => "silent_failure",
            Self::Deprecated(value) => value,
        }
    }
}

words! {
    /// An operator code (Maventa: Consumer Invoicing (Norway), Operator codes).
    pub enum OperatorCode {
        /// `B2CNO`: the default order.
        B2cno "B2CNO",
        /// `B2CNO_AGIRO`: direct debit with eFaktura.
        Agiro "B2CNO_AGIRO",
        /// `B2CNO_AGIRO_VIEW`: eFaktura as notice only.
        AgiroView "B2CNO_AGIRO_VIEW",
    }
}

/// A value of `disabled_routes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisabledRoute {
    /// No paper.
    Print,
    /// No e-mail.
    Email,
    /// Neither netbank nor digital mailbox.
    Einvoice,
}

impl DisabledRoute {
    /// Reads a value of `disabled_routes`.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "print" => Some(Self::Print),
            "email" => Some(Self::Email),
            "einvoice" => Some(Self::Einvoice),
            _ => None,
        }
    }

    fn closes(self, route: &Route) -> bool {
        match self {
            Self::Print => *route == Route::Print,
            Self::Email => *route == Route::Email,
            Self::Einvoice => matches!(route, Route::Netbank | Route::Dpi),
        }
    }
}

/// What the sender asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The listed routes; empty means the default order.
    pub routes: Vec<Route>,
    /// An operator code instead of routes.
    pub operator: Option<OperatorCode>,
    /// Routes taken out.
    pub disabled: Vec<DisabledRoute>,
}

/// One way of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedWay {
    /// Direct debit.
    DirectDebit,
    /// eFaktura to the identifier that the sender gave.
    EfakturaById,
    /// eFaktura to whom the registry finds.
    EfakturaByLookup,
    /// Digital mailbox.
    Dpi,
    /// E-mail.
    Email,
    /// Paper.
    Print,
    /// Silent end.
    SilentFailure,
    /// A deprecated value.
    Deprecated(String),
    /// Not for a consumer.
    B2b,
}

impl PlannedWay {
    /// The channel of this way; `None` for a deprecated value.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        match self {
            Self::DirectDebit => Some(Channel::DirectDebit),
            Self::EfakturaById | Self::EfakturaByLookup => Some(Channel::Efaktura),
            Self::Dpi => Some(Channel::Dpi),
            Self::Email => Some(Channel::Email),
            Self::Print => Some(Channel::Print),
            Self::SilentFailure => Some(Channel::SilentFailure),
            Self::B2b => Some(Channel::B2b),
            Self::Deprecated(_) => None,
        }
    }
}

/// The ways to try, in order. Each yields one attempt, so the number of attempts made is the
/// place in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan(Vec<PlannedWay>);

impl Plan {
    /// The plan for a consumer.
    #[must_use]
    pub fn for_consumer(order: &Order, account_default: &[Route], efaktura_id: bool) -> Self {
        let closed = |route: &Route| order.disabled.iter().any(|it| it.closes(route));
        // The identifier is a way into the netbank, so it goes where the netbank goes.
        let by_id = efaktura_id && !closed(&Route::Netbank);
        let mut ways = Vec::new();
        if by_id {
            ways.extend(netbank(PlannedWay::EfakturaById, makes_debit(order)));
        }
        let mut seen: Vec<Route> = Vec::new();
        for route in effective(order, account_default) {
            if !closed(&route) && !seen.contains(&route) {
                // A debit judged on the way to the given identifier would be judged alike again.
                ways.extend(expand(&route, makes_debit(order) && !by_id));
                seen.push(route);
            }
        }
        Self(ways)
    }

    /// The plan for an invoice that is not for a consumer.
    #[must_use]
    pub fn for_business() -> Self {
        Self(vec![PlannedWay::B2b])
    }

    /// A plan that was made before.
    #[must_use]
    pub fn of(ways: Vec<PlannedWay>) -> Self {
        Self(ways)
    }

    /// The way at a place.
    #[must_use]
    pub fn way(&self, place: usize) -> Option<&PlannedWay> {
        self.0.get(place)
    }

    /// All ways, in order.
    #[must_use]
    pub fn ways(&self) -> &[PlannedWay] {
        &self.0
    }
}

fn effective(order: &Order, account_default: &[Route]) -> Vec<Route> {
    match order.operator {
        // The AGIRO codes have no fallback.
        Some(OperatorCode::Agiro | OperatorCode::AgiroView) => vec![Route::Netbank],
        Some(OperatorCode::B2cno) | None => {
            if !order.routes.is_empty() {
                order.routes.clone()
            } else if !account_default.is_empty() {
                account_default.to_vec()
            } else {
                vec![Route::Netbank, Route::Email, Route::Print]
            }
        }
    }
}

/// A notice only makes no direct debit.
fn makes_debit(order: &Order) -> bool {
    order.operator != Some(OperatorCode::AgiroView)
}

fn netbank(efaktura: PlannedWay, debit: bool) -> Vec<PlannedWay> {
    if debit {
        vec![PlannedWay::DirectDebit, efaktura]
    } else {
        vec![efaktura]
    }
}

fn expand(route: &Route, debit: bool) -> Vec<PlannedWay> {
    let one = match route {
        Route::Netbank => return netbank(PlannedWay::EfakturaByLookup, debit),
        Route::Dpi => PlannedWay::Dpi,
        Route::Email => PlannedWay::Email,
        Route::Print => PlannedWay::Print,
        Route::SilentFailure => PlannedWay::SilentFailure,
        Route::Deprecated(value) => PlannedWay::Deprecated(value.clone()),
    };
    vec![one]
}
