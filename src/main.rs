//! The binary `alliance`: reads the command line and runs it.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    alliance_playbook::command::run(&alliance_playbook::command::Cli::parse())
}
