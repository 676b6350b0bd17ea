//! Generated documentation is current.
//!
//! `UPDATE_DOCS=1 cargo test --test documentation` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use alliance_playbook::diagnostic::Code;
use alliance_playbook::evaluate::findings::RULES;

fn keep_current(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        assert!(std::fs::write(&file, text).is_ok(), "{path} cannot be written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == text, "{path} is out of date; run UPDATE_DOCS=1 cargo test --test documentation");
}

#[test]
fn diagnostics_are_documented() {
    let mut text =
        "# Diagnostics\n\nMistakes that `alliance check` and `alliance build` report. Generated from `src/diagnostic/codes.rs`; \
                    a code never changes its meaning.\n\n| Code | Name | Meaning |\n|:--|:--|:--|\n"
            .to_owned();
    for code in Code::ALL {
        let _ = writeln!(text, "| `{}` | {} | {} |", code.number(), code.name(), code.meaning());
    }
    keep_current("docs/diagnostics.md", &text);
}

#[test]
fn rules_are_documented() {
    let mut text = "# Rules\n\nBusiness facts that become findings: printed on pages and in documents, listed by `alliance check`, \
                    exported in `evaluation.json`. Generated from `src/evaluate/findings.rs`.\n\n| Rule | Severity | What to do next |\n|:--|:--|:--|\n"
        .to_owned();
    for rule in RULES {
        let _ = writeln!(text, "| `{}` | {} | {} |", rule.id, rule.severity.token(), rule.action);
    }
    keep_current("docs/rules.md", &text);
}
