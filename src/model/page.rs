//! `content/**/*.md`: the prose of the playbook.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::block::Block;

/// A page: front matter and blocks.
#[derive(Clone, Debug)]
pub struct Page {
    /// The front matter.
    pub front: Front,
    /// The body.
    pub blocks: Vec<Block>,
}

/// The front matter of a page.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Front {
    /// As printed.
    pub title: String,
    /// What the page is for, in one sentence.
    pub summary: Option<String>,
    /// Place among its neighbours, smallest first; pages without one follow by title.
    pub order: Option<i64>,
}
