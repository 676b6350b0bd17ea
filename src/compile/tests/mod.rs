//! The pipeline's mistakes, as an author reads them.
//!
//! 1. [`codes`] has a golden case for every diagnostic code.
//! 2. [`contradictions`] tries what records may say of each other.
//! 3. [`editions`] changes a playbook again and again.
//! 4. [`recovery`] checks that one mistake does not bring others with it, and hides none.

mod codes;
mod contradictions;
mod editions;
mod recovery;

use super::{Request, build};
use crate::diagnostic::{Format, print};
use crate::world::Memory;

/// What `alliance build` says about a playbook, without colours.
pub fn said(world: &Memory, format: Format) -> String {
    match build(world, &Request::default()) {
        Ok(_) => String::new(),
        Err(report) => anstream::adapter::strip_str(&print(&report, format)).to_string(),
    }
}
