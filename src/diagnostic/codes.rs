//! The diagnostic codes: one row each, which is all the documentation is made from.
//!
//! 1. The table below gives each code its number, name, meaning and remedy.
//! 2. `docs/diagnostics.md` is generated from it and kept current by a test.

macro_rules! codes {
    ($($variant:ident $code:literal $name:literal $meaning:literal;)*) => {
        /// A kind of mistake. The number never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant,)* }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable number, such as `E012`.
            #[must_use]
            pub const fn number(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// A short name, such as `unknown clause`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means and what to do.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    Unreadable "E001" "unreadable file" "The file cannot be read, is not UTF-8, holds a NUL character or is larger than 16 MiB.";
    Syntax "E002" "YAML syntax" "The file is not valid YAML, has the same key twice, or is nested or aliased beyond any honest use.";
    UnknownKey "E003" "unknown key" "The key means nothing here. Keys are never ignored silently, because a mistyped key would be lost.";
    MissingKey "E004" "missing key" "A required key is absent.";
    WrongValue "E005" "wrong value" "The value is not of the kind the key asks for: a number, a date such as 2026-10-31, one of a list of words.";
    MissingFile "E006" "missing file" "A file that every playbook needs is absent.";
    UnknownFile "E007" "unknown file" "A file below playbook/ or contracts/ has a name that nothing reads, so what it says would be lost.";
    DuplicateId "E010" "duplicate id" "Two records have the same id, so a reference to it would be ambiguous.";
    UnknownReference "E011" "unknown reference" "The id refers to a vendor, role, capability, KPI, criterion, evidence or step that does not exist.";
    UnknownClause "E012" "unknown clause" "The id refers to a clause that has no file in contracts/clauses/.";
    ScoreRange "E013" "score out of range" "Scores are whole numbers from 0 to 5, because each has an anchor that says what was observed.";
    RatingShape "E014" "rating without a score" "A rating states either a score or why the criterion does not apply, never both and never neither.";
    ThresholdOrder "E015" "thresholds out of order" "Target, intervention and minimum must each be less demanding than the one before, in the direction of the KPI.";
    Anchors "E016" "incomplete anchors" "A criterion needs an anchor for each score from 0 to 5.";
    DateOrder "E017" "contradicting dates" "Two dates of one record cannot both be true, such as an agreement that ends before it was signed.";
    ShareSum "E018" "shares above 100 %" "The vendors' shares of one capability add up to more than the whole.";
    Cycle "E019" "dependency cycle" "Steps that wait for each other can never start.";
    StandingShape "E020" "incomplete standing" "An agreed clause says which position was agreed; a clause that does not apply says why.";
    Weight "E021" "unusable weight" "Weights are positive numbers, so that a weighted score exists.";
    UnknownCitation "E022" "unknown citation" "The citation is not in contracts/standards.yaml, so nobody can tell what it rests on.";
    UnverifiedCitation "E023" "unverified citation" "The source was not checked, or sources disagree about it; it must not be stated as fact.";
    Terms "E024" "terms contradict position" "The number agreed is worse or better than the position claimed, or the positions of a clause are out of order.";
    Range "E025" "number out of range" "The number cannot be what the key asks for, such as a tone of 7 on a scale from 1 to 5.";
    Reading "E026" "contradicting readings" "A period is read twice, months and quarters are mixed in one measure, or a reading belongs to no measure.";
    Incomplete "E027" "incomplete record" "The record says one thing that needs another, such as a waiver without a last day or a verdict without a name.";
    EmptyRubric "E028" "empty rubric" "A rubric without criteria judges nothing.";
    BrokenLink "E030" "broken link" "A link leads to a file that is not part of the playbook.";
    MissingAnchor "E031" "missing anchor" "A link leads to a heading that its page does not have.";
    AddressTaken "E032" "address taken" "Two pages would be published at the same address.";
    FrontMatter "E033" "front matter" "A Markdown file begins with front matter between two lines of ---, with at least a title.";
    RawHtml "E034" "raw HTML" "HTML inside Markdown is refused but for a few plain tags such as <br> and <b>, because it cannot be printed on paper and could carry a script.";
    Nesting "E035" "nested too deep" "Lists and quotations nest at most 24 levels deep; deeper ones could not be read or printed.";
    Chart "E036" "chart" "A chart is written as YAML in a fenced block; a key or figure in it is wrong or missing.";
    Picture "E037" "picture" "A picture cannot be read, or holds what cannot be printed on paper.";
    Font "E038" "font" "A font file of the theme cannot be read, is no font, or may not be embedded.";
    Template "E040" "template" "A template cannot be read or filled in.";
    MissingGlyph "E041" "missing character" "No font of the documents has this character, so it could not be printed.";
    Shortcode "E042" "shortcode" "A shortcode in prose is misspelt, or asks for something that the playbook does not have.";
}
