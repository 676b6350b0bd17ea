//! What must never reach a vendor.
//!
//! [`Internal`] holds it; only an [`Audience`] opens it, so that forgetting is a compile error.

use std::fmt;

use super::Id;

/// What must never reach a vendor. It cannot be printed or serialised; an audience opens it or does not.
#[derive(Clone, serde::Deserialize)]
#[serde(transparent)]
pub struct Internal<T>(T);

impl<T> Internal<T> {
    /// Marks `content` as internal.
    pub const fn new(content: T) -> Self {
        Self(content)
    }

    /// The content, for checks and arithmetic: what follows from it is as internal as it is.
    pub const fn judge(&self) -> &T {
        &self.0
    }

    /// The content, for an internal audience only.
    pub fn open(&self, audience: &Audience) -> Option<&T> {
        match audience {
            Audience::Internal => Some(&self.0),
            Audience::Vendor(_) | Audience::Partners => None,
        }
    }
}

impl<T> fmt::Debug for Internal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Internal(…)")
    }
}

/// Who may read an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Our own organisation.
    Internal,
    /// One vendor, who sees what concerns it and nothing internal.
    Vendor(Id),
    /// Any vendor, who sees nothing about any of them.
    Partners,
}

impl Audience {
    /// Whether our own judgements may be read: ratings, findings, exit plan, decisions.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        matches!(self, Self::Internal)
    }
}
