//! `alliance`: compiles an alliance playbook, Markdown and YAML about AI vendors, into a site, PDFs and data.
//!
//! See `ARCHITECTURE.md` for the map. The layers, lowest first; each may use those above it in this list only:

pub mod diagnostic;
pub mod world;
pub mod block;
pub mod model;
pub mod route;
pub mod load;
pub mod check;
pub mod evaluate;
pub mod document;
pub mod render;
pub mod site;
pub mod publish;
pub mod compile;
pub mod serve;
pub mod command;
