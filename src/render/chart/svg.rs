//! A drawing as SVG for the site: colours are the tokens of its style sheet, so that dark mode holds for charts too.

use std::fmt::Write as _;

use super::{Anchor, Drawing, Label, Paint, Shape};
use crate::block::spark::spoken;
use crate::render::html::escape;
use crate::render::pdf::measure;
use crate::render::shape::{self, Dash, GRID, SPARK, Step};

/// Prints a drawing under these classes with the words that stand for it.
#[must_use]
pub fn print(drawing: &Drawing, classes: &str, alternative: &str) -> String {
    let mut out = String::with_capacity(4096);
    let (w, h) = (drawing.width, drawing.height);
    let _ = write!(
        out,
        "<svg class=\"{classes}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        Short(w),
        Short(h),
        escape(alternative)
    );
    for shape in &drawing.shapes {
        print_shape(&mut out, shape);
    }
    out.push_str("</svg>");
    out
}

fn print_shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Rect(x, y, w, h, paint) => {
            let _ = write!(
                out,
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                fill(*paint),
                Short(*x),
                Short(*y),
                Short(*w),
                Short(*h)
            );
        }
        Shape::Fill(steps, paint) => {
            let _ = write!(out, "<path class=\"{}\" d=\"{}\"/>", fill(*paint), data(steps, (0.0, 0.0), 1.0));
        }
        Shape::Stroke(steps, paint, width, dash) => {
            let _ = write!(
                out,
                "<path class=\"{}\" stroke-width=\"{}\"{} d=\"{}\"/>",
                stroke(*paint),
                Short(*width),
                dashes(*dash),
                data(steps, (0.0, 0.0), 1.0)
            );
        }
        Shape::State(mark, x, y, size) => {
            let scale = size / GRID;
            for (steps, width) in shape::mark(*mark) {
                let paint = Paint::Mark(*mark);
                let d = data(steps, (*x, *y), scale);
                let _ = match width {
                    Some(width) => {
                        write!(out, "<path class=\"{}\" stroke-width=\"{}\" d=\"{d}\"/>", stroke(paint), Short(width * scale))
                    }
                    None => write!(out, "<path class=\"{}\" d=\"{d}\"/>", fill(paint)),
                };
            }
        }
        Shape::Words(label) => words(out, label),
    }
}

fn words(out: &mut String, label: &Label) {
    let (x, y) = (Short(label.x), Short(label.y));
    let _ = write!(out, "<text class=\"{}\" x=\"{x}\" y=\"{y}\" font-size=\"{}\"", fill(label.paint), Short(label.size));
    match label.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    if label.bold {
        out.push_str(" font-weight=\"600\"");
    }
    // As wide as it was measured, whatever the reader's fonts are: nothing may run over its neighbour.
    let wide = measure(&label.text, label.size, label.bold);
    let _ = write!(out, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", Short(wide));
    if label.turned {
        let _ = write!(out, " transform=\"rotate(-90 {x} {y})\"");
    }
    let _ = write!(out, ">{}</text>", escape(&label.text));
}

/// A sparkline, with its values in words for those who cannot see it.
#[must_use]
pub fn spark(values: &[Option<f64>]) -> String {
    let (line, dot) = shape::spark(values);
    let mut out = String::with_capacity(512);
    let _ =
        write!(out, "<svg class=\"spark-line\" viewBox=\"0 0 {SPARK} {GRID}\" role=\"img\" aria-label=\"{}\">", spoken(values));
    print_shape(&mut out, &Shape::Stroke(line, Paint::Muted, 1.5, Dash::Solid));
    if !dot.is_empty() {
        print_shape(&mut out, &Shape::Fill(dot, Paint::Accent));
    }
    out.push_str("</svg>");
    out
}

/// A path as SVG writes it, scaled and then moved.
fn data(steps: &[Step], (dx, dy): (f32, f32), scale: f32) -> String {
    let mut out = String::new();
    let point = |x: f32, y: f32| format!("{} {}", Short(x * scale + dx), Short(y * scale + dy));
    for step in steps {
        let _ = match *step {
            Step::Move(x, y) => write!(out, "M{}", point(x, y)),
            Step::Line(x, y) => write!(out, "L{}", point(x, y)),
            Step::Curve(x1, y1, x2, y2, x, y) => write!(out, "C{} {} {}", point(x1, y1), point(x2, y2), point(x, y)),
            Step::Close => write!(out, "Z"),
        };
    }
    out
}

fn dashes(dash: Dash) -> String {
    dash.pattern().map_or_else(String::new, |(on, off)| format!(" stroke-dasharray=\"{} {}\"", Short(on), Short(off)))
}

fn fill(paint: Paint) -> String {
    format!("f-{}", token(paint))
}

fn stroke(paint: Paint) -> String {
    format!("s-{}", token(paint))
}

fn token(paint: Paint) -> String {
    match paint {
        Paint::Text => "text".to_owned(),
        Paint::Muted => "muted".to_owned(),
        Paint::Border => "border".to_owned(),
        Paint::Surface => "surface".to_owned(),
        Paint::Accent => "accent".to_owned(),
        Paint::Pale => "pale".to_owned(),
        Paint::Paper => "paper".to_owned(),
        Paint::Mark(mark) => mark.token().to_owned(),
        Paint::Tint(mark) => format!("tint-{}", mark.token()),
    }
}

/// A number with at most two decimals.
struct Short(f32);

impl std::fmt::Display for Short {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        formatter.write_str(if text == "-0" { "0" } else { text })
    }
}
