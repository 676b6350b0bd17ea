//! JSON Schemas: what an editor completes and explains while a file is written.
//!
//! 1. The small types say which written form they take, with examples.
//! 2. [`FILES`] names a schema for every file, made from the same records the loader reads.
//! 3. Keys that a record does not have are refused, as they are on loading.

use std::borrow::Cow;

use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::evaluation::CriterionPath;
use super::roadmap::MilestonePath;
use super::standards::Citation;
use super::{At, Currency, Date, Id, Internal, Length, Money, Period, Share, Threshold};

macro_rules! written {
    ($($type:ty, $name:literal, $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

written! {
    Id, "Id", json_schema!({
        "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        "description": "An id: lower-case letters, digits and single hyphens.", "examples": ["load-test-2026"],
    });
    Date, "Date", json_schema!({
        "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date",
        "description": "A day: year, month and day.", "examples": ["2026-10-31"],
    });
    Share, "Share", json_schema!({
        "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1 },
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? ?%$|^[01](\\.[0-9]+)?$" },
        ],
        "description": "A part of a whole, from 0 to 1 or in per cent.", "examples": ["60%", 0.6],
    });
    Money, "Money", json_schema!({
        "anyOf": [{ "type": "number", "minimum": 0 }, { "type": "string", "pattern": "^[0-9][0-9_]*(\\.[0-9]+)?$" }],
        "description": "An amount in the playbook's currency, not negative.", "examples": [1_240_000, "1_240_000", 99.5],
    });
    Period, "Period", json_schema!({
        "type": "string", "pattern": "^[0-9]{4}-(Q[1-4]|0[1-9]|1[0-2])$",
        "description": "A month or a quarter.", "examples": ["2026-03", "2026-Q1"],
    });
    Threshold, "Threshold", json_schema!({
        "anyOf": [
            { "type": "number" },
            { "type": "string", "pattern": "^-?[0-9_.]+$|^(-?[0-9_.]*[0-9_])?\\.\\.(-?[0-9_][0-9_.]*)?$" },
        ],
        "description": "A limit in the KPI's unit; for a band a range, either end of which may be open.",
        "examples": [96, "3..12", "..20", "75.."],
    });
    Length, "Length", json_schema!({
        "type": "string", "pattern": "^[0-9]+ (day|days|month|months|year|years|business day|business days)$",
        "description": "A length of time.", "examples": ["90 days", "12 months", "1 year", "10 business days"],
    });
    Currency, "Currency", json_schema!({
        "type": "string", "pattern": "^[A-Z]{3}$", "description": "The ISO 4217 code of a currency.", "examples": ["EUR"],
    });
    CriterionPath, "CriterionPath", json_schema!({
        "type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$",
        "description": "A criterion or gate within a rubric.", "examples": ["scalability/load-tested-pilot"],
    });
    MilestonePath, "MilestonePath", json_schema!({
        "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)?$",
        "description": "A milestone of the same vendor, or of another one.", "examples": ["go-live", "hartwell/quota-raised"],
    });
    Citation, "Citation", json_schema!({
        "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)?$",
        "description": "An instrument of contracts/standards.yaml, or one of its provisions.", "examples": ["dora/art-30-2-e"],
    });
}

/// A wrapper is written like what it wraps.
macro_rules! transparent {
    ($($wrapper:ident),*) => {$(
        impl<T: JsonSchema> JsonSchema for $wrapper<T> {
            fn inline_schema() -> bool {
                T::inline_schema()
            }

            fn schema_name() -> Cow<'static, str> {
                T::schema_name()
            }

            fn schema_id() -> Cow<'static, str> {
                T::schema_id()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                T::json_schema(generator)
            }
        }
    )*};
}

transparent!(At, Internal);

/// A kind of file and how to make its schema.
pub struct File {
    /// The schema's name: `docs/schema/<name>.json`.
    pub name: &'static str,
    /// Which files it describes.
    pub path: &'static str,
    make: fn(&mut SchemaGenerator) -> Schema,
    /// Whether the program writes the file; the others are read.
    written: bool,
}

impl File {
    /// A file that the program writes.
    #[must_use]
    pub const fn written(name: &'static str, path: &'static str, make: fn(&mut SchemaGenerator) -> Schema) -> Self {
        Self { name, path, make, written: true }
    }
}

macro_rules! files {
    ($($name:literal $path:literal $type:ty;)*) => {
        /// Every kind of file, in the order in which a playbook is written.
        pub const FILES: &[File] = &[$(File {
            name: $name,
            path: $path,
            make: |generator| <$type>::json_schema(generator),
            written: false,
        },)*];
    };
}

files! {
    "playbook" "playbook/playbook.yaml" super::playbook::Settings;
    "strategy" "playbook/strategy.yaml" super::playbook::Strategy;
    "governance" "playbook/governance.yaml" super::governance::Governance;
    "kpis" "playbook/kpis.yaml" super::kpi::Library;
    "rubric" "playbook/rubrics/<id>.yaml" super::rubric::Rubric;
    "vendor" "playbook/vendors/<id>/vendor.yaml" super::vendor::Vendor;
    "evaluation" "playbook/vendors/<id>/evaluation.yaml" super::evaluation::Evaluation;
    "measures" "playbook/vendors/<id>/kpis.yaml" super::kpi::Measures;
    "contract" "playbook/vendors/<id>/contract.yaml" super::contract::Contract;
    "relationship" "playbook/vendors/<id>/governance.yaml" super::relationship::Relationship;
    "roadmap" "playbook/vendors/<id>/roadmap.yaml" super::roadmap::Roadmap;
    "exit" "playbook/vendors/<id>/exit.yaml" super::exit::Exit;
    "standards" "contracts/standards.yaml" super::standards::Standards;
    "clause" "contracts/clauses/<id>.md, front matter" super::clause::Front;
    "page" "content/**/*.md, front matter" super::page::Front;
}

/// The schema of a kind of file as indented JSON that ends in a newline.
#[must_use]
pub fn text(file: &File) -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut generator = if file.written { settings.for_serialize() } else { settings }.into_generator();
    let mut root = (file.make)(&mut generator);
    let definitions = generator.take_definitions(true);
    root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("title".into(), file.path.into());
    if !definitions.is_empty() {
        root.insert("$defs".into(), definitions.into());
    }
    RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".into(), false.into());
        }
    })
    .transform(&mut root);
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}
