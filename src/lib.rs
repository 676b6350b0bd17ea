//! `alliance`: compiles an alliance playbook, Markdown and YAML about AI vendors, into a site, PDFs and data.
//!
//! See `ARCHITECTURE.md` for the map. The layers, lowest first; each may use those above it in this list only:

pub mod block;
pub mod check;
pub mod command;
pub mod compile;
pub mod diagnostic;
pub mod document;
pub mod evaluate;
pub mod load;
pub mod model;
pub mod publish;
pub mod render;
pub mod route;
pub mod serve;
pub mod site;
pub mod world;
