//! What PDFs look like and where their pictures come from, as the playbook says.
//!
//! 1. [`Desk::new`] reads the fonts and the logo of the theme.
//! 2. A picture is read and decoded when the first document asks for it, and kept for the others.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{self, Document, Template};
use crate::model::{At, Playbook, theme};
use crate::render::pdf::{Error, Fonts, Look, MissingGlyph, Paper, Rendered, Sources, render};
use crate::render::picture::{self, Picture};
use crate::route::{Routes, Target};
use crate::world::{FOLDERS, World};

/// File and span.
type Place = (Arc<str>, Span);
/// A picture's file, and the picture once it was asked for.
type Slot<'p> = (&'p Arc<str>, OnceLock<Result<Arc<Picture>, String>>);

/// Everything that PDFs are made with.
pub struct Desk<'p> {
    world: &'p dyn World,
    routes: &'p Routes,
    look: Look,
    /// Where characters without a glyph were found, each looked for once.
    written: Mutex<BTreeMap<char, Option<Place>>>,
    /// Pictures by their address on the site, each with its file.
    pictures: BTreeMap<&'p str, Slot<'p>>,
}

impl<'p> Desk<'p> {
    /// Gathers what the theme asks for.
    ///
    /// # Errors
    ///
    /// A font or logo that cannot be used, at the key that names it.
    pub fn new(world: &'p dyn World, playbook: &'p Playbook, routes: &'p Routes) -> Result<Self, Vec<Diagnostic>> {
        let (settings, theme) = (&playbook.settings.file, &playbook.settings.value.theme);
        let mistake = |code, at: &At<String>, reason: &str| {
            vec![Diagnostic::new(code, settings, at.span, format!("`{}` {reason}", at.value))]
        };
        let read = |code, at: &At<String>| {
            world.read(&at.value).map_err(|trouble| mistake(code, at, &format!("cannot be read: {}", trouble.reason)))
        };
        let files = theme.fonts.iter().map(|font| read(Code::Font, font)).collect::<Result<Vec<_>, _>>()?;
        let fonts = Fonts::with(files)
            .map_err(|(index, reason)| theme.fonts.get(index).map_or_else(Vec::new, |at| mistake(Code::Font, at, &reason)))?;
        let load = |at: &At<String>| {
            if !playbook.assets.iter().any(|asset| **asset == *at.value) {
                return Err(mistake(Code::Picture, at, "is not a file below content/, so the site could not show it"));
            }
            let picture = picture::read(read(Code::Picture, at)?).map_err(|reason| mistake(Code::Picture, at, &reason))?;
            Ok(Arc::new(picture))
        };
        let logo = theme.logo.as_ref().map(load).transpose()?;
        if let Some(dark) = &theme.logo_dark {
            load(dark)?;
            if logo.is_none() {
                return Err(mistake(Code::Picture, dark, "is for dark screens only: `logo` names the one for all others"));
            }
        }
        let look = Look {
            paper: match theme.paper {
                theme::Paper::A4 => Paper::A4,
                theme::Paper::Letter => Paper::Letter,
            },
            accent: theme.accent.as_ref().map_or(Look::default().accent, |color| color.value.on_light().0),
            fonts,
            logo,
        };
        let pictures = playbook.assets.iter().filter(|asset| picture::is_picture(asset));
        let pictures = pictures.filter_map(|asset| Some((routes.address(asset)?, (asset, OnceLock::new())))).collect();
        Ok(Self { world, routes, look, written: Mutex::default(), pictures })
    }

    /// The PDF of a document.
    ///
    /// # Errors
    ///
    /// Characters that no font has, and pictures that cannot be printed.
    pub fn pdf(&self, document: &Document, template: &Template, base: Option<&str>) -> Result<Rendered, Vec<Diagnostic>> {
        let broken = RefCell::new(Vec::new());
        let link = |target: &str| document::outside(self.routes, template, base, target);
        let picture = |source: &str| match self.routes.resolve(&template.file, source) {
            Ok(Target::Inside { address, .. }) => match self.picture(&address)? {
                Ok(picture) => Some(picture),
                Err(mistake) => {
                    broken.borrow_mut().push(mistake);
                    None
                }
            },
            _ => None,
        };
        let mistake = |code, message: String| Diagnostic::new(code, &template.file, Span::default(), message);
        let rendered = render(document, &self.look, &Sources { link: &link, picture: &picture }).map_err(|error: Error| {
            vec![mistake(Code::Template, format!("{}: the PDF cannot be made: {error}", document.title))]
        })?;
        let missing = |glyph: &MissingGlyph| {
            let message = format!("no font has the character {:?} (U+{:04X})", glyph.character, u32::from(glyph.character));
            let found = if let Some((file, span)) = self.written(glyph.character) {
                Diagnostic::new(Code::MissingGlyph, &file, span, message)
            } else {
                let place = format!("{}, {}: “{}”", document.title, document.kind, glyph.context);
                mistake(Code::MissingGlyph, format!("{place}: {message}"))
            };
            found.help("write it with other characters, or add a font under `theme: fonts:` in playbook.yaml")
        };
        let mut mistakes: Vec<Diagnostic> = rendered.missing.iter().map(missing).collect();
        mistakes.extend(broken.into_inner());
        if mistakes.is_empty() { Ok(rendered) } else { Err(mistakes) }
    }

    /// The first place of the playbook's files where a character is written.
    fn written(&self, character: char) -> Option<Place> {
        if let Some(known) = self.written.lock().ok()?.get(&character) {
            return known.clone();
        }
        let found = FOLDERS.iter().flat_map(|folder| self.world.list(folder).0).find_map(|found| {
            let text = String::from_utf8(self.world.read(&found.path).ok()?).ok()?;
            let (line, column) = (1_u32..).zip(text.lines()).find_map(|(number, line)| {
                let before = line.chars().take_while(|other| *other != character).count();
                (before < line.chars().count()).then_some((number, before))
            })?;
            Some((found.path, Span::new(line, u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1), 1)))
        });
        self.written.lock().ok()?.insert(character, found.clone());
        found
    }

    /// The picture published at an address; `None` where there is none.
    fn picture(&self, address: &str) -> Option<Result<Arc<Picture>, Diagnostic>> {
        let (file, slot) = self.pictures.get(address)?;
        let read = || {
            let bytes = self.world.read(file).map_err(|trouble| format!("cannot be read: {}", trouble.reason))?;
            picture::read(bytes).map(Arc::new)
        };
        let made = slot.get_or_init(read).as_ref().map(Arc::clone);
        Some(made.map_err(|reason| Diagnostic::new(Code::Picture, file, Span::default(), format!("the picture {reason}"))))
    }
}
