//! `contracts/standards.yaml`: what clauses, rubrics and pages may cite, with dates and how well each was checked.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::scalar;
use super::{At, Date, Id};

/// `contracts/standards.yaml`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Standards {
    /// The day the whole table was last brought up to date.
    pub as_of: Option<Date>,
    /// Laws, standards, guidance, published terms, practice.
    pub instruments: Vec<Instrument>,
}

/// A law, a standard, guidance, published terms or a source of practice.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Instrument {
    /// Kebab-case.
    pub id: At<Id>,
    /// Its full name.
    pub name: String,
    /// What is printed before a provision, such as `DORA`.
    pub short: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Whom it binds, or for whom it is useful.
    pub applies_to: Option<String>,
    /// The first day it applies.
    pub applies_from: Option<Date>,
    /// How well it was checked.
    pub status: Verification,
    /// The day somebody last read it.
    pub checked: Option<Date>,
    /// What to beware of.
    pub note: Option<String>,
    /// Its parts that somebody may cite.
    #[serde(default)]
    pub provisions: Vec<Provision>,
}

/// What an instrument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InstrumentKind {
    /// Binding on those it names.
    Law,
    /// An agreed standard.
    Standard,
    /// Guidance of an authority.
    Guidance,
    /// Clauses to start from.
    ModelContract,
    /// Terms a vendor publishes.
    PublishedTerms,
    /// Opinion of practitioners.
    Practice,
}

/// How well a source was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// Against the text or an authoritative description.
    Verified,
    /// Known in the field; check before relying on it.
    GeneralKnowledge,
    /// Not checked, or sources disagree: must not be cited.
    Unverified,
}

/// A part of an instrument.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Provision {
    /// Kebab-case, unique in its instrument.
    pub id: At<Id>,
    /// Such as `Art. 30(2)(e)`.
    #[serde(rename = "where")]
    pub location: String,
    /// What it says, in our own words.
    pub says: String,
    /// How well it was checked.
    pub status: Verification,
    /// What to beware of.
    pub note: Option<String>,
}

/// A citation: an instrument, or `<instrument>/<provision>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The instrument's id.
    pub instrument: Id,
    /// The provision's id.
    pub provision: Option<Id>,
}

impl FromStr for Citation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |_| format!("`{text}` is not a citation: write `dora/art-30-2-e`, or only the instrument");
        Ok(match text.split_once('/') {
            None => Self { instrument: text.parse().map_err(wrong)?, provision: None },
            Some((instrument, provision)) => {
                Self { instrument: instrument.parse().map_err(wrong)?, provision: Some(provision.parse().map_err(wrong)?) }
            }
        })
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.provision {
            Some(provision) => write!(f, "{}/{provision}", self.instrument),
            None => write!(f, "{}", self.instrument),
        }
    }
}

scalar!(Citation);

impl Standards {
    /// The instrument and, where the citation names one, the provision; `None` where either is not in the table.
    #[must_use]
    pub fn find(&self, citation: &Citation) -> Option<(&Instrument, Option<&Provision>)> {
        let instrument = self.instruments.iter().find(|instrument| *instrument.id == citation.instrument)?;
        match &citation.provision {
            None => Some((instrument, None)),
            Some(id) => Some((instrument, Some(instrument.provisions.iter().find(|provision| *provision.id == *id)?))),
        }
    }
}
