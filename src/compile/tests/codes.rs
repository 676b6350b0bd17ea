//! A golden case for every diagnostic code: a small wrong playbook and everything that is said about it.

use std::fmt::Write as _;

use super::said;
use crate::diagnostic::{Code, Format};
use crate::world::sample::{edited, sound};

const SETTINGS: &str = "playbook/playbook.yaml";
const EVALUATION: &str = "playbook/vendors/ash/evaluation.yaml";
const CONTRACT: &str = "playbook/vendors/ash/contract.yaml";
const VENDOR: &str = "playbook/vendors/ash/vendor.yaml";
const KPIS: &str = "playbook/vendors/ash/kpis.yaml";
const EXIT: &str = "playbook/vendors/ash/exit.yaml";
const RUBRIC: &str = "playbook/rubrics/scale.yaml";
const PAGE: &str = "content/how.md";
const GOVERNANCE: &str = "playbook/vendors/ash/governance.yaml";
const CLAUSE: &str = "contracts/clauses/data-return.md";
const STANDARDS: &str = "contracts/standards.yaml";
const SOURCES: &str = "instruments:
  - { id: law, name: The law, short: Law, kind: law, status: verified, provisions: [{ id: art-1, where: Art. 1, says: S., status: verified }] }
  - { id: rumour, name: A rumour, short: Rumour, kind: practice, status: unverified }
";

type Edits = Vec<(&'static str, &'static str, &'static str)>;

/// File, text and what stands in its place. The match has no other arm: a new code needs a case to compile.
fn edits(code: Code) -> Edits {
    match code {
        Code::Unreadable => vec![(PAGE, "First", "Fir\0st")],
        Code::Syntax => vec![(VENDOR, "class: strategic\n", "class: strategic\nclass: tactical\n")],
        Code::UnknownKey => vec![(EVALUATION, "    rater:", "    reter:")],
        Code::MissingKey => vec![(KPIS, "    measured_by: own\n", "")],
        Code::WrongValue => vec![(CONTRACT, "2025-01-10", "10.1.2025")],
        Code::MissingFile => vec![("playbook/vendors/oak/exit.yaml", "", "steps: []\n")],
        Code::UnknownFile => vec![("playbook/vendors/ash/evaluaton.yaml", "", "ratings: []\n")],
        Code::DuplicateId => {
            vec![(EVALUATION, "evidence:\n", "evidence:\n  - { id: test, class: demo, title: T, on: 2026-08-01 }\n")]
        }
        Code::UnknownReference => vec![(KPIS, "kpi: accuracy", "kpi: acuracy")],
        Code::UnknownClause => vec![(CONTRACT, "clause: data-return", "clause: date-return")],
        Code::ScoreRange => vec![(EVALUATION, "score: 3", "score: 7")],
        Code::RatingShape => vec![(EVALUATION, "    score: 3\n", "    score: 3\n    not_applicable: no subject\n")],
        Code::ThresholdOrder => vec![(KPIS, "minimum: 91", "minimum: 95.5")],
        Code::Anchors => vec![(RUBRIC, "2: shown, 3: tested, ", "")],
        Code::DateOrder => vec![(CONTRACT, "ends: 2027-01-09", "ends: 2024-01-09")],
        Code::ShareSum => vec![(
            "playbook/vendors/oak/vendor.yaml",
            "",
            "name: Oak
summary: Models.
class: tactical
status: active
layer: foundation-model
capabilities:
  - { capability: search, share: { requests: 0.5 } }
",
        )],
        Code::Cycle => vec![(EXIT, "owner: architect, days: 2 }", "owner: architect, days: 2, after: [export] }")],
        Code::StandingShape => vec![(CONTRACT, ", position: preferred", "")],
        Code::Weight => vec![(RUBRIC, "weight: 2", "weight: 0")],
        Code::UnknownCitation => vec![(STANDARDS, "", SOURCES), (CLAUSE, "why:", "references: [law/art-2]\nwhy:")],
        Code::UnverifiedCitation => vec![(STANDARDS, "", SOURCES), (CLAUSE, "why:", "references: [rumour]\nwhy:")],
        Code::Terms => vec![
            (
                CLAUSE,
                "why:",
                "terms: { measures: days, unit: days, direction: up, preferred: 90, fallback: 30, walk_away: 10 }\nwhy:",
            ),
            (CONTRACT, "position: preferred }", "position: preferred, terms: 60 }"),
        ],
        Code::Range => vec![(GOVERNANCE, "", "alignment:\n  - { on: 2026-01-01, score: 6 }\n")],
        Code::Reading => {
            vec![("playbook/vendors/ash/kpis.csv", "", "kpi,period,value\naccuracy,2026-Q1,95\naccuracy,2026-Q3,96\n")]
        }
        Code::Incomplete => vec![(CONTRACT, "position: preferred", "position: below-walk-away")],
        Code::EmptyRubric => vec![("playbook/rubrics/none.yaml", "", "name: None\npurpose: None.\ncriteria: []\n")],
        Code::BrokenLink => vec![(PAGE, "index.md#why", "indx.md#why")],
        Code::MissingAnchor => vec![(PAGE, "index.md#why", "index.md#wy")],
        Code::AddressTaken => vec![("content/how/index.md", "", "---\ntitle: How too\n---\n")],
        Code::FrontMatter => vec![(PAGE, "---\ntitle", "title")],
        Code::RawHtml => vec![(PAGE, "First [this]", "First <u>of all</u> [this]")],
        Code::Nesting => vec![("content/deep.md", "", DEEP)],
        Code::Chart => {
            vec![(PAGE, "First [this]", "```chart\nkind: bars\ncaption: C.\nrows: [{ lable: A, value: 1 }]\n```\n\nFirst [this]")]
        }
        Code::Picture => vec![(SETTINGS, "currency: EUR", "currency: EUR\ntheme: { logo: content/none.svg }")],
        Code::Font => vec![(SETTINGS, "currency: EUR", "currency: EUR\ntheme: { fonts: [content/index.md] }")],
        Code::Template => vec![(
            "templates/documents/note.md",
            "",
            "---\nper: vendor\ntitle: Note\nformats: [site]\n---\n\n{{ vendor.nmae }}\n",
        )],
        Code::Shortcode => vec![(PAGE, "First [this]", "{{ score(vendor=\"asch\") }} first [this]")],
        Code::MissingGlyph => vec![(VENDOR, "name: Ash", "name: Ash \u{13000}")],
    }
}

const DEEP: &str = "---\ntitle: Deep\n---\n\nShallow.\n\n> > > > > > > > > > > > > > > > > > > > > > > > > > > deep\n";

/// Everything said about the cases of the codes whose number begins like this.
fn golden(prefix: &str) -> String {
    let mut out = String::new();
    for code in Code::ALL.iter().filter(|code| code.number().starts_with(prefix)) {
        let said = said(&edited(&edits(*code)), Format::Human);
        assert!(said.contains(&format!("error[{}]", code.number())), "no {}: {said}", code.number());
        let _ = writeln!(out, "# {} {}\n{said}", code.number(), code.name());
    }
    out
}

#[test]
fn the_sample_has_no_mistakes() {
    assert_eq!(said(&sound(), Format::Human), "");
}

#[test]
fn every_code_belongs_to_a_group_below() {
    for code in Code::ALL {
        assert!(["E00", "E01", "E02", "E03", "E04"].iter().any(|group| code.number().starts_with(group)), "{code:?}");
    }
}

#[test]
fn reading_a_file() {
    insta::assert_snapshot!(golden("E00"), @r"
    # E001 unreadable file
    content/how.md:7:4: error[E001]: the file holds a NUL character, so it is not text
        7 | Fir st [this](index.md#why).
          |    ^
       help: save the file as UTF-8 text

    1 mistake in 1 file; nothing was published

    # E002 YAML syntax
    playbook/vendors/ash/vendor.yaml:4:1: error[E002]: the key `class` stands here twice
        4 | class: tactical
          | ^

    1 mistake in 1 file; nothing was published

    # E003 unknown key
    playbook/vendors/ash/evaluation.yaml:3:5: error[E003]: unknown key `reter`
        3 |     reter: architect
          |     ^^^^^
       help: did you mean `rater`?

    1 mistake in 1 file; nothing was published

    # E004 missing key
    playbook/vendors/ash/kpis.yaml:2:5: error[E004]: missing key `measured_by`
        2 |   - kpi: accuracy
          |     ^

    1 mistake in 1 file; nothing was published

    # E005 wrong value
    playbook/vendors/ash/contract.yaml:1:47: error[E005]: `10.1.2025` is not a date: write year, month and day as in `2026-10-31`
        1 | agreement: { title: Master agreement, signed: 10.1.2025, ends: 2027-01-09 }
          |                                               ^^^^^^^^^

    1 mistake in 1 file; nothing was published

    # E006 missing file
    playbook/vendors/oak/vendor.yaml: error[E006]: the file is missing
       help: every vendor has one; `name`, `summary`, `class`, `status` and `layer` are enough

    1 mistake in 1 file; nothing was published

    # E007 unknown file
    playbook/vendors/ash/evaluaton.yaml: error[E007]: nothing reads a file of this name
       help: did you mean `evaluation.yaml`?

    1 mistake in 1 file; nothing was published
    ");
}

#[test]
fn what_records_say_of_each_other() {
    insta::assert_snapshot!(golden("E01"), @r"
    # E010 duplicate id
    playbook/vendors/ash/evaluation.yaml:9:11: error[E010]: the evidence `test` exists already
        9 |   - { id: test, class: own-test, title: Our test, on: 2026-08-01, expires: 2027-08-01 }
          |           ^^^^
       help: the first one stands in line 8

    1 mistake in 1 file; nothing was published

    # E011 unknown reference
    playbook/vendors/ash/kpis.yaml:2:10: error[E011]: unknown KPI `acuracy`
        2 |   - kpi: acuracy
          |          ^^^^^^^
       help: did you mean `accuracy`? See playbook/kpis.yaml

    1 mistake in 1 file; nothing was published

    # E012 unknown clause
    playbook/vendors/ash/contract.yaml:3:15: error[E012]: unknown clause `date-return`
        3 |   - { clause: date-return, standing: agreed, position: preferred }
          |               ^^^^^^^^^^^
       help: did you mean `data-return`? See contracts/clauses/

    1 mistake in 1 file; nothing was published

    # E013 score out of range
    playbook/vendors/ash/evaluation.yaml:4:12: error[E013]: the score 7 is not between 0 and 5
        4 |     score: 7
          |            ^
       help: each whole score from 0 to 5 has an anchor in the rubric

    1 mistake in 1 file; nothing was published

    # E014 rating without a score
    playbook/vendors/ash/evaluation.yaml:5:21: error[E014]: the rating has a score although the criterion does not apply
        5 |     not_applicable: no subject
          |                     ^^^^^^^^^^
       help: keep `score` or `not_applicable`, not both

    1 mistake in 1 file; nothing was published

    # E015 thresholds out of order
    playbook/vendors/ash/kpis.yaml:5:14: error[E015]: the minimum 95.5 is stricter than the intervention 94
        5 |     minimum: 95.5
          |              ^^^^
       help: more is better here: minimum ≤ intervention ≤ target

    1 mistake in 1 file; nothing was published

    # E016 incomplete anchors
    playbook/rubrics/scale.yaml:9:14: error[E016]: `load` has no anchor for 2, 3
        9 |     anchors: { 0: none, 1: claimed, 4: proven, 5: promised }
          |              ^
       help: say what one would observe for each score from 0 to 5

    1 mistake in 1 file; nothing was published

    # E017 contradicting dates
    playbook/vendors/ash/contract.yaml:1:65: error[E017]: the agreement ends on 2024-01-09, before it was signed on 2025-01-10
        1 | agreement: { title: Master agreement, signed: 2025-01-10, ends: 2024-01-09 }
          |                                                                 ^^^^^^^^^^
       help: correct one of the two dates

    1 mistake in 1 file; nothing was published

    # E018 shares above 100 %
    playbook/vendors/oak/vendor.yaml:7:46: error[E018]: with this share, vendors serve 110 % of the requests of `search`
        7 |   - { capability: search, share: { requests: 0.5 } }
          |                                              ^^^
       help: the vendors before it serve 60 %

    1 mistake in 1 file; nothing was published

    # E019 dependency cycle
    playbook/vendors/ash/exit.yaml:2:11: error[E019]: the step waits for itself: freeze → export → freeze
        2 |   - { id: freeze, name: Freeze, owner: architect, days: 2, after: [export] }
          |           ^^^^^^
       help: remove one of these from its `after`

    1 mistake in 1 file; nothing was published
    ");
}

#[test]
fn the_shape_of_records() {
    insta::assert_snapshot!(golden("E02"), @r"
    # E020 incomplete standing
    playbook/vendors/ash/contract.yaml:3:38: error[E020]: `data-return` is agreed, but not on which position
        3 |   - { clause: data-return, standing: agreed }
          |                                      ^^^^^^
       help: add `position: preferred`, `fallback` or `below-walk-away`

    1 mistake in 1 file; nothing was published

    # E021 unusable weight
    playbook/rubrics/scale.yaml:8:13: error[E021]: the weight 0 is not above 0
        8 |     weight: 0
          |             ^
       help: leave the criterion out instead of giving it no weight

    1 mistake in 1 file; nothing was published

    # E022 unknown citation
    contracts/clauses/data-return.md:5:14: error[E022]: unknown citation `law/art-2`
        5 | references: [law/art-2]
          |              ^^^^^^^^^
       help: did you mean `law/art-1`? See contracts/standards.yaml

    1 mistake in 1 file; nothing was published

    # E023 unverified citation
    contracts/clauses/data-return.md:5:14: error[E023]: `rumour` is unverified
        5 | references: [rumour]
          |              ^^^^^^
       help: check it and change its status, or remove the citation

    1 mistake in 1 file; nothing was published

    # E024 terms contradict position
    playbook/vendors/ash/contract.yaml:3:74: error[E024]: 60 days is agreed, but the position is preferred, which begins at 90
        3 |   - { clause: data-return, standing: agreed, position: preferred, terms: 60 }
          |                                                                          ^^
       help: correct the number or the position

    1 mistake in 1 file; nothing was published

    # E025 number out of range
    playbook/vendors/ash/governance.yaml:2:30: error[E025]: the score 6 is not between 1 and 5
        2 |   - { on: 2026-01-01, score: 6 }
          |                              ^
       help: correct the number

    1 mistake in 1 file; nothing was published

    # E026 contradicting readings
    playbook/vendors/ash/kpis.csv:3:10: error[E026]: `accuracy` is read twice for 2026-Q3
        3 | accuracy,2026-Q3,96
          |          ^^^^^^^
       help: the first reading stands in playbook/vendors/ash/kpis.yaml, line 7

    1 mistake in 1 file; nothing was published

    # E027 incomplete record
    playbook/vendors/ash/contract.yaml:3:15: error[E027]: `data-return` lacks `approved_by`, `deviation`, `expires`
        3 |   - { clause: data-return, standing: agreed, position: below-walk-away }
          |               ^^^^^^^^^^^
       help: what is agreed below the walk-away position names who approved it, why, and until when

    1 mistake in 1 file; nothing was published

    # E028 empty rubric
    playbook/rubrics/none.yaml:1:1: error[E028]: the rubric has no criteria
        1 | name: None
          | ^
       help: add `criteria`, or remove the file

    1 mistake in 1 file; nothing was published
    ");
}

#[test]
fn pages_and_links() {
    insta::assert_snapshot!(golden("E03"), @r"
    # E030 broken link
    content/how.md:7:7: error[E030]: the link leads to `indx.md#why`, which does not exist
        7 | First [this](indx.md#why).
          |       ^^^^^^^^^^^^^^^^^^^
       help: did you mean `index.md`?

    1 mistake in 1 file; nothing was published

    # E031 missing anchor
    content/how.md:7:7: error[E031]: the page of `index.md#wy` has no such heading
        7 | First [this](index.md#wy).
          |       ^^^^^^^^^^^^^^^^^^^
       help: did you mean `#why`?

    1 mistake in 1 file; nothing was published

    # E032 address taken
    content/how/index.md: error[E032]: its address belongs to content/how.md
       help: rename the file or its folder

    1 mistake in 1 file; nothing was published

    # E033 front matter
    content/how.md:1:1: error[E033]: the file does not begin with front matter
        1 | title: How
          | ^^^
       help: begin the file with a line `---`, then `title: …`, then another line `---`

    1 mistake in 1 file; nothing was published

    # E034 raw HTML
    content/how.md:7:7: error[E034]: raw HTML `<u>` cannot be printed
        7 | First <u>of all</u> [this](index.md#why).
          |       ^^^
       help: write it in Markdown; of HTML only <br>, <b>, <i>, <s>, <code>, <kbd> and the like are understood, without attributes

    1 mistake in 1 file; nothing was published

    # E035 nested too deep
    content/deep.md:7:49: error[E035]: nested deeper than 24 levels
        7 | > > > > > > > > > > > > > > > > > > > > > > > > > > > deep
          |                                                 ^^^^^^^^^^

    1 mistake in 1 file; nothing was published

    # E036 chart
    content/how.md:10:1: error[E036]: unknown field `lable`, expected one of label, value, low, high, mark, note, start, end, critical, parts, rest, cells
       10 | rows: [{ lable: A, value: 1 }]
          | ^

    1 mistake in 1 file; nothing was published

    # E037 picture
    playbook/playbook.yaml:4:16: error[E037]: `content/none.svg` is not a file below content/, so the site could not show it
        4 | theme: { logo: content/none.svg }
          |                ^^^^^^^^^^^^^^^^

    1 mistake in 1 file; nothing was published

    # E038 font
    playbook/playbook.yaml:4:18: error[E038]: `content/index.md` is neither a TrueType nor an OpenType font (web fonts must be unpacked)
        4 | theme: { fonts: [content/index.md] }
          |                  ^^^^^^^^^^^^^^^^

    1 mistake in 1 file; nothing was published
    ");
}

#[test]
fn templates_and_documents() {
    insta::assert_snapshot!(golden("E04"), @r#"
    # E040 template
    templates/documents/note.md:7:11: error[E040]: Field `nmae` is not defined. Available fields: access, annual_spend, architect, class, computed, contract, data, exit, findings, forecast_spend, id, kpi_summary, kpis, layer, leaves, link, management_share, missing, missing_keys, name, owner, scores, since, status, summary, urgent
        7 | {{ vendor.nmae }}
          |           ^^^^

    1 mistake in 1 file; nothing was published

    # E041 missing character
    playbook/vendors/ash/vendor.yaml:1:11: error[E041]: no font has the character '𓀀' (U+13000)
        1 | name: Ash 𓀀
          |           ^
       help: write it with other characters, or add a font under `theme: fonts:` in playbook.yaml

    1 mistake in 1 file; nothing was published

    # E042 shortcode
    content/how.md:7:1: error[E042]: there is no vendor `asch`
        7 | {{ score(vendor="asch") }} first [this](index.md#why).
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^
       help: did you mean `ash`?

    1 mistake in 1 file; nothing was published
    "#);
}
