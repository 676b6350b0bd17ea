//! Blocks to bytes: HTML, PDF, Markdown and plain text.
//!
//! 1. Every renderer prints the same [`crate::block`] tree and knows nothing of vendors or files.
//! 2. Where a link leads is for the caller to say, by a [`Resolve`].

mod chart;
pub mod highlight;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod picture;
mod shape;
pub mod text;

/// Maps a link as written to what is printed, or to nothing: then the words stand without a link.
pub type Resolve<'a> = dyn Fn(&str) -> Option<String> + 'a;

#[cfg(test)]
mod tests;
