//! Pictures: PNG, JPEG and SVG files, ready to be placed on paper.
//!
//! 1. JPEG bytes go into a PDF as they are; only their size and colours are read here.
//! 2. PNG is decoded to red, green and blue, with its transparency apart.
//! 3. SVG becomes filled and stroked paths. What paper cannot show as paths (words, filters, embedded pictures) is a mistake,
//!    never left out silently: words must be turned into outlines before.
//!
//! On the site the files themselves are shown.

use usvg::tiny_skia_path::{PathSegment, Transform};

use super::shape::Step;

/// A picture.
#[derive(Debug)]
pub struct Picture {
    /// Width, points: a pixel is 1/96 inch.
    pub width: f32,
    /// Height, points.
    pub height: f32,
    /// What it is made of.
    pub content: Content,
}

/// What a picture is made of.
#[derive(Debug)]
pub enum Content {
    /// A JPEG file.
    Jpeg {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Width and height, pixels.
        pixels: (u32, u32),
        /// Colour channels: 1 grey, 3 colours, 4 printing colours.
        channels: u8,
        /// Whether an Adobe program wrote it, which turns printing colours around.
        inverted: bool,
    },
    /// Pixels.
    Raster {
        /// Width and height, pixels.
        pixels: (u32, u32),
        /// Red, green and blue, row by row.
        colors: Vec<u8>,
        /// How opaque each pixel is, where some are not.
        alpha: Option<Vec<u8>>,
    },
    /// Paths, from back to front, in points.
    Paths(Vec<Path>),
}

/// A path of a vector picture.
#[derive(Debug)]
pub struct Path {
    /// Its steps.
    pub steps: Vec<Step>,
    /// Colour: sRGB.
    pub color: [u8; 3],
    /// Width of the stroke, points; `None` fills.
    pub stroke: Option<f32>,
    /// Whether overlapping parts of a filled path are holes.
    pub even_odd: bool,
}

/// Points per pixel.
const PIXEL: f32 = 0.75;
/// More pixels than this are refused: they would fill the memory, and no page needs them.
const MOST_PIXELS: u64 = 64_000_000;

/// True for a file that may be a picture, by its name.
#[must_use]
pub fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "svg")
}

/// Reads a picture, telling its kind by its content.
///
/// # Errors
///
/// Why it cannot be printed, in words that follow the name of the file.
pub fn read(bytes: Vec<u8>) -> Result<Picture, String> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(&bytes)
    } else {
        svg(&bytes)
    }
}

fn jpeg(bytes: Vec<u8>) -> Result<Picture, String> {
    const BROKEN: &str = "is a broken JPEG picture";
    let (mut at, mut inverted) = (2, false);
    loop {
        let [0xff, marker] = bytes.get(at..at + 2).ok_or(BROKEN)? else { return Err(BROKEN.to_owned()) };
        let length = bytes.get(at + 2..at + 4).and_then(|pair| pair.try_into().ok()).map_or(0, u16::from_be_bytes);
        let body = bytes.get(at + 4..at + 2 + usize::from(length)).ok_or(BROKEN)?;
        inverted |= *marker == 0xee && body.starts_with(b"Adobe");
        // Frame headers, but for the three tables that have numbers among them.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let [depth, h1, h2, w1, w2, channels, ..] = *body else { return Err(BROKEN.to_owned()) };
            let pixels = (u32::from(u16::from_be_bytes([w1, w2])), u32::from(u16::from_be_bytes([h1, h2])));
            if depth != 8 || !matches!(channels, 1 | 3 | 4) || pixels.0 == 0 || pixels.1 == 0 {
                return Err("is a JPEG picture of a kind that PDF does not know".to_owned());
            }
            let (width, height) = size(pixels);
            return Ok(Picture { width, height, content: Content::Jpeg { bytes, pixels, channels, inverted } });
        }
        at += 2 + usize::from(length);
    }
}

fn png(bytes: &[u8]) -> Result<Picture, String> {
    let broken = |error: png::DecodingError| format!("is a broken PNG picture: {error}");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    // Palettes, sparse bits and 16 bits a channel all become 8 bits a channel.
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(broken)?;
    let pixels = (reader.info().width, reader.info().height);
    if u64::from(pixels.0) * u64::from(pixels.1) > MOST_PIXELS {
        return Err(format!("has {} × {} pixels, more than any page needs", pixels.0, pixels.1));
    }
    let mut buffer = vec![0; reader.output_buffer_size().ok_or("is a PNG picture too large to decode")?];
    let frame = reader.next_frame(&mut buffer).map_err(broken)?;
    buffer.truncate(frame.buffer_size());
    let channels = frame.color_type.samples();
    let (mut colors, mut alpha) = (Vec::with_capacity(buffer.len()), Vec::new());
    for pixel in buffer.chunks_exact(channels) {
        match *pixel {
            [grey] => colors.extend([grey; 3]),
            [grey, opaque] => {
                colors.extend([grey; 3]);
                alpha.push(opaque);
            }
            [red, green, blue] => colors.extend([red, green, blue]),
            [red, green, blue, opaque] => {
                colors.extend([red, green, blue]);
                alpha.push(opaque);
            }
            _ => {}
        }
    }
    let alpha = alpha.iter().any(|opaque| *opaque != 255).then_some(alpha);
    let (width, height) = size(pixels);
    Ok(Picture { width, height, content: Content::Raster { pixels, colors, alpha } })
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture are far fewer than a float can count")]
fn size((width, height): (u32, u32)) -> (f32, f32) {
    (width as f32 * PIXEL, height as f32 * PIXEL)
}

fn svg(bytes: &[u8]) -> Result<Picture, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is neither a PNG, a JPEG nor an SVG picture".to_owned())?;
    if !text.contains("<svg") {
        return Err("is neither a PNG, a JPEG nor an SVG picture".to_owned());
    }
    // Without fonts the library drops words without a sound.
    if text.contains("<text") {
        return Err("holds words; turn them into outlines (paths), so that they look the same everywhere".to_owned());
    }
    let tree =
        usvg::Tree::from_str(text, &usvg::Options::default()).map_err(|error| format!("is a broken SVG picture: {error}"))?;
    let mut paths = Vec::new();
    group(tree.root(), 1.0, &mut paths)?;
    let (width, height) = (tree.size().width() * PIXEL, tree.size().height() * PIXEL);
    Ok(Picture { width, height, content: Content::Paths(paths) })
}

fn group(group: &usvg::Group, opacity: f32, paths: &mut Vec<Path>) -> Result<(), String> {
    if !group.filters().is_empty() || group.mask().is_some() || group.clip_path().is_some() {
        return Err("uses a filter, a mask or a clipping path, which cannot be printed as paths".to_owned());
    }
    let opacity = opacity * group.opacity().get();
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => self::group(inner, opacity, paths)?,
            usvg::Node::Path(path) if path.is_visible() => {
                let fill = path.fill().map(|fill| {
                    let even_odd = fill.rule() == usvg::FillRule::EvenOdd;
                    Ok::<_, String>((color(fill.paint(), opacity * fill.opacity().get())?, None, even_odd))
                });
                let stroke = path.stroke().map(|stroke| {
                    let width = stroke.width().get() * scale(path.abs_transform()) * PIXEL;
                    Ok((color(stroke.paint(), opacity * stroke.opacity().get())?, Some(width), false))
                });
                let steps = steps(path);
                for drawn in fill.into_iter().chain(stroke) {
                    let (color, stroke, even_odd) = drawn?;
                    paths.push(Path { steps: steps.clone(), color, stroke, even_odd });
                }
            }
            usvg::Node::Path(_) => {}
            usvg::Node::Image(_) | usvg::Node::Text(_) => {
                return Err("holds another picture or words, which cannot be printed as paths".to_owned());
            }
        }
    }
    Ok(())
}

/// A paint on white ground. A gradient is printed as the mean of its ends: paper wants plain colours.
fn color(paint: &usvg::Paint, opacity: f32) -> Result<[u8; 3], String> {
    let plain = |color: usvg::Color| [color.red, color.green, color.blue];
    let mean = |stops: &[usvg::Stop]| {
        let (first, last) = (stops.first().map(|stop| plain(stop.color())), stops.last().map(|stop| plain(stop.color())));
        first.zip(last).map(|(first, last)| [0, 1, 2].map(|channel| u8::midpoint(first[channel], last[channel])))
    };
    let solid = match paint {
        usvg::Paint::Color(color) => Some(plain(*color)),
        usvg::Paint::LinearGradient(gradient) => mean(gradient.stops()),
        usvg::Paint::RadialGradient(gradient) => mean(gradient.stops()),
        usvg::Paint::Pattern(_) => None,
    };
    let solid = solid.ok_or("is filled with a pattern, which cannot be printed as paths")?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weighted mean of two bytes is a byte")]
    Ok(solid.map(|channel| (f32::from(channel) * opacity + 255.0 * (1.0 - opacity)).round() as u8))
}

/// How much longer things get by a transformation, both ways taken together.
fn scale(transform: Transform) -> f32 {
    (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt()
}

fn steps(path: &usvg::Path) -> Vec<Step> {
    let transform = path.abs_transform();
    let place = |x: f32, y: f32| {
        let (x, y) = (transform.sx * x + transform.kx * y + transform.tx, transform.ky * x + transform.sy * y + transform.ty);
        (x * PIXEL, y * PIXEL)
    };
    let mut steps = Vec::new();
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                last = place(p.x, p.y);
                steps.push(Step::Move(last.0, last.1));
            }
            PathSegment::LineTo(p) => {
                last = place(p.x, p.y);
                steps.push(Step::Line(last.0, last.1));
            }
            PathSegment::QuadTo(control, end) => {
                // A quadratic curve is a cubic one whose control points lie two thirds of the way.
                let (cx, cy) = place(control.x, control.y);
                let (x, y) = place(end.x, end.y);
                let toward = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                steps.push(Step::Curve(toward(last.0, cx), toward(last.1, cy), toward(x, cx), toward(y, cy), x, y));
                last = (x, y);
            }
            PathSegment::CubicTo(a, b, end) => {
                let ((ax, ay), (bx, by), (x, y)) = (place(a.x, a.y), place(b.x, b.y), place(end.x, end.y));
                steps.push(Step::Curve(ax, ay, bx, by, x, y));
                last = (x, y);
            }
            PathSegment::Close => steps.push(Step::Close),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_pictures_become_paths_in_points() {
        let text = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><g transform="translate(4 0)" opacity="0.5">
            <rect x="0" y="0" width="8" height="4" fill="#000"/><path d="M0 0Q4 4 8 0" fill="none" stroke="red" stroke-width="2"/></g></svg>"##;
        let picture = read(text.into()).unwrap();
        assert!((picture.width - 30.0).abs() < 1e-4 && (picture.height - 15.0).abs() < 1e-4);
        let Content::Paths(paths) = &picture.content else { panic!("{picture:?}") };
        assert_eq!(paths.len(), 2);
        assert_eq!((paths[0].color, paths[0].stroke), ([128; 3], None));
        assert!(matches!(paths[0].steps[0], Step::Move(x, 0.0) if (x - 3.0).abs() < 1e-4), "{:?}", paths[0].steps);
        assert_eq!(paths[1].color, [255, 128, 128]);
        assert!(paths[1].stroke.is_some_and(|width| (width - 1.5).abs() < 1e-4));
    }

    #[test]
    fn what_cannot_be_printed_says_why() {
        let cases: [(&[u8], &str); 7] = [
            (b"", "neither"),
            (b"hello", "neither"),
            (b"\xff\xd8\xff\xe0\x00\x04ab", "broken JPEG"),
            (b"\x89PNG\r\n\x1a\nxx", "broken PNG"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>x</text></svg>", "outlines"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g>", "broken SVG"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><clipPath id='c'><rect width='2' height='2'/></clipPath><rect clip-path='url(#c)' width='5' height='5'/></svg>",
                "clipping path",
            ),
        ];
        for (bytes, why) in cases {
            let reason = read(bytes.to_vec()).unwrap_err();
            assert!(reason.contains(why), "{reason}");
        }
    }

    #[test]
    fn png_pictures_keep_their_transparency_apart() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
        encoder.set_color(png::ColorType::Rgba);
        encoder.write_header().unwrap().write_image_data(&[1, 2, 3, 255, 4, 5, 6, 0]).unwrap();
        let picture = read(bytes).unwrap();
        let Content::Raster { pixels, colors, alpha } = picture.content else { panic!("no raster") };
        assert_eq!((pixels, colors, alpha), ((2, 1), vec![1, 2, 3, 4, 5, 6], Some(vec![255, 0])));
    }
}
