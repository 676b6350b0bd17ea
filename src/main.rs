//! The binary `alliance`: reads the command line and runs it.

use std::process::ExitCode;

fn main() -> ExitCode {
    alliance_playbook::command::main()
}
