//! All tests of the program from outside, in one program of their own: it is linked once, and no processor waits for the slowest
//! test of each.
//!
//! `cargo test --test all serve::` runs those of one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod absence;
mod audience;
mod authoring;
mod commands;
mod determinism;
mod documentation;
mod house;
mod mistakes;
mod nonsense;
mod paper;
mod properties;
mod publish;
mod sample;
mod serve;
mod support;
