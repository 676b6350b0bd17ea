//! Rules at their edges.

use super::Case;

pub const CASES: &[Case] = &[];
