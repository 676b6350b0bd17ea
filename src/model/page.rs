//! `content/**/*.md`: the prose of the playbook.
//!
//! A file whose name begins with `_` is a part: no page, but blocks that pages include. It has no front matter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date};
use crate::block::Block;

/// A page: front matter and blocks.
#[derive(Clone, Debug)]
pub struct Page {
    /// The front matter.
    pub front: Front,
    /// The body.
    pub blocks: Vec<Block>,
    /// Whether shortcodes stand in the body.
    pub shortcodes: bool,
}

/// Blocks that pages include.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The body.
    pub blocks: Vec<Block>,
}

/// The front matter of a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub struct Front {
    /// As printed.
    pub title: String,
    /// What the page is for, in one sentence.
    pub summary: Option<String>,
    /// Place among its neighbours, smallest first; pages without one follow by title.
    pub order: Option<i64>,
    /// The day it was written.
    pub date: Option<At<Date>>,
    /// The day its text last changed.
    pub updated: Option<At<Date>>,
    /// What it is about, in words by which it can be found, such as `data protection`.
    #[serde(default)]
    pub tags: Vec<At<String>>,
    /// Whether it is left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Addresses it had before, such as `contracts/old-name/`: they lead here.
    #[serde(default)]
    pub aliases: Vec<At<String>>,
}
