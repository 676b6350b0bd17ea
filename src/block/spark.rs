//! Sparklines: how something went, as small as a word.
//!
//! 1. [`read`] takes the values from the address of a link, `spark:61,64,-,77`.
//! 2. [`spoken`] says them in words, [`written`] prints them as characters, where nothing can be drawn.

/// The most values one holds: more could not be told apart.
pub const MOST: usize = 40;

/// What they look like, for help.
pub const SHAPE: &str = "up to 40 values from 0 to 100, the latest last, `-` where nothing is known: `spark:61,64,-,77`";

/// The values of an address without its scheme; `None` where it is none.
#[must_use]
pub fn read(text: &str) -> Option<Vec<Option<f64>>> {
    let value = |text: &str| match text.trim() {
        "-" => Some(None),
        text => text.parse().ok().filter(|value| (0.0..=100.0).contains(value)).map(Some),
    };
    let values: Vec<Option<f64>> = text.split(',').map(value).collect::<Option<_>>()?;
    (values.len() <= MOST && values.iter().any(Option::is_some)).then_some(values)
}

/// These values as [`read`] takes them, to the last digit.
#[must_use]
pub fn address(values: &[Option<f64>]) -> String {
    let value = |value: &Option<f64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let values: Vec<String> = values.iter().map(value).collect();
    values.join(",")
}

/// The values in words: `from the oldest: 61 %, 64 %, no data, 77 %`.
#[must_use]
pub fn spoken(values: &[Option<f64>]) -> String {
    let value = |value: &Option<f64>| value.map_or_else(|| "no data".to_owned(), |value| format!("{value:.0} %"));
    let values: Vec<String> = values.iter().map(value).collect();
    format!("from the oldest: {}", values.join(", "))
}

/// The values as bars of characters, a dot where nothing is known, and then the words.
#[must_use]
pub fn written(values: &[Option<f64>], words: &str) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
    let bar = |value: f64| BARS.get((value * 0.07).round() as usize).copied().unwrap_or('█');
    let mut out: String = values.iter().map(|value| value.map_or('·', bar)).collect();
    if !words.is_empty() {
        // The line must not be parted from its words.
        out.push('\u{a0}');
        out.push_str(words);
    }
    out
}
