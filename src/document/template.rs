//! Document templates: what their front matter says, and where the documents made from them are published.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Audience, Id};

/// What a document is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Once for the playbook.
    Portfolio,
    /// Once for each vendor.
    Vendor,
    /// Once for each rubric.
    Rubric,
    /// Once for each clause.
    Clause,
}

/// Where a document is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// As a page of the site.
    Site,
    /// As a PDF.
    Pdf,
}

/// What a playbook may have none of yet; of records about vendors, a document about one vendor needs that vendor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A vendor.
    Vendors,
    /// A clause.
    Clauses,
    /// A KPI.
    Kpis,
    /// A standard or source.
    Standards,
    /// A rubric.
    Rubrics,
    /// A vendor in use that says what it does for us: `capabilities` in `vendor.yaml`.
    Capabilities,
    /// An `evaluation.yaml`.
    Evaluations,
    /// A `contract.yaml`.
    Contracts,
    /// A `governance.yaml`: the playbook's, or in a document about one vendor that vendor's.
    Governance,
    /// A steering committee in the playbook's `governance.yaml`.
    Committee,
    /// A `roadmap.yaml`.
    Roadmaps,
    /// An `exit.yaml`.
    Exits,
}

/// The front matter of a document template.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// What it is made for.
    pub per: Per,
    /// What kind of document it is, such as `Scorecard`.
    pub title: String,
    /// What it is for, in one sentence.
    pub summary: Option<String>,
    /// Where it is published.
    pub formats: Vec<Format>,
    /// What the playbook must have one of for a PDF to be published: a page can say what to add, a paper that only says so is
    /// of no use to anybody.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Who may read it.
    #[serde(default)]
    pub audience: Readers,
    /// The command that makes it; its name where absent.
    pub command: Option<String>,
    /// The parts of a book; absent for any other document.
    #[serde(default)]
    pub book: Vec<Part>,
    /// The stages of which one may be asked for alone.
    #[serde(default)]
    pub stages: Vec<String>,
}

/// A part of a book.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its title.
    pub part: String,
    /// Its chapters: `pages` for the prose, or the names of templates.
    pub of: Vec<String>,
}

/// Who may read a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Readers {
    /// Our own organisation.
    #[default]
    Internal,
    /// The vendor it is about, or any vendor: nothing internal and nobody else's data can be in it.
    Vendor,
}

/// A document template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name: the file's, without ending.
    pub name: String,
    /// `templates/documents/<name>.md`
    pub file: Arc<str>,
    /// Its front matter.
    pub front: Front,
}

impl Template {
    /// The address of the page made for `subject`: a vendor's own page is named like what it is made for.
    #[must_use]
    pub fn address(&self, subject: Option<&Id>) -> String {
        let name = &self.name;
        let (folder, own) = match self.front.per {
            Per::Portfolio => return if name == "home" { String::new() } else { format!("{name}/") },
            Per::Vendor => ("vendors", "vendor"),
            Per::Rubric => ("rubrics", "rubric"),
            Per::Clause => ("clauses", "clause"),
        };
        let subject = subject.map_or("", Id::as_str);
        if name == own { format!("{folder}/{subject}/") } else { format!("{folder}/{subject}/{name}/") }
    }

    /// The path of its PDF for `subject`, below `pdf/` and below the site.
    #[must_use]
    pub fn pdf_path(&self, subject: Option<&Id>) -> String {
        let name = &self.name;
        match (self.front.per, subject) {
            (Per::Vendor, Some(id)) => format!("vendors/{id}/{name}.pdf"),
            (Per::Rubric, Some(id)) if name == "rubric" => format!("rubrics/{id}.pdf"),
            (Per::Rubric, Some(id)) => format!("rubrics/{id}/{name}.pdf"),
            (Per::Clause, Some(id)) if name == "clause" => format!("clauses/{id}.pdf"),
            (Per::Clause, Some(id)) => format!("clauses/{id}/{name}.pdf"),
            _ if !self.front.book.is_empty() => format!("{name}.pdf"),
            _ => format!("portfolio/{name}.pdf"),
        }
    }

    /// The command that makes it.
    #[must_use]
    pub fn command(&self) -> &str {
        self.front.command.as_deref().unwrap_or(&self.name)
    }

    /// Who reads the one made for `subject`.
    #[must_use]
    pub fn audience(&self, subject: Option<&Id>) -> Audience {
        match (self.front.audience, self.front.per, subject) {
            (Readers::Internal, ..) => Audience::Internal,
            (Readers::Vendor, Per::Vendor, Some(id)) => Audience::Vendor(id.clone()),
            (Readers::Vendor, ..) => Audience::Partners,
        }
    }

    /// Whether it is published in `format`, where the playbook has what it needs.
    #[must_use]
    pub fn is_published(&self, format: Format) -> bool {
        self.front.formats.contains(&format)
    }
}
