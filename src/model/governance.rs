//! `governance.yaml`: the roles that files refer to instead of people's names.

use serde::Deserialize;

use super::{At, Id};

/// `governance.yaml`
#[derive(Clone, Debug, Deserialize)]
pub struct Governance {
    /// Everyone who owns, rates or approves something.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// A role; files name roles, so that a change of person changes one line.
#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    /// Kebab-case.
    pub id: At<Id>,
    /// Such as `Relationship manager`.
    pub name: String,
    /// What the role decides or does.
    pub duty: Option<String>,
}
