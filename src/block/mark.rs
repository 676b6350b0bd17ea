//! The five states: a shape, a word and a colour each.

/// The five states, always printed as shape, word and colour.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// On or above target: a tick.
    Good,
    /// Between intervention and target: a half-filled circle.
    Watch,
    /// Between minimum and intervention: a triangle.
    Act,
    /// Below minimum: a cross.
    Bad,
    /// No valid data: a dash.
    Unknown,
}

impl Mark {
    /// All five, best first.
    pub const ALL: [Self; 5] = [Self::Good, Self::Watch, Self::Act, Self::Bad, Self::Unknown];

    /// The token used in Markdown, CSS and JSON.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Watch => "watch",
            Self::Act => "act",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }

    /// The state in a word, where nothing more telling is at hand.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "not enough data",
            known => known.token(),
        }
    }

    /// The mark with this token.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.token() == token)
    }

    /// The character that stands for the shape where nothing can be drawn.
    #[must_use]
    pub const fn symbol(self) -> char {
        match self {
            Self::Good => '✓',
            Self::Watch => '◐',
            Self::Act => '▲',
            Self::Bad => '✕',
            Self::Unknown => '–',
        }
    }
}
