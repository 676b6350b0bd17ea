//! The keys of a running server: `r` rebuilds, `o` opens the site, `q` quits.
//!
//! A key is read without the line being ended, so the terminal is in another mode while one is waited for; Ctrl-C still ends
//! the program, and Ctrl-Z suspends it. A program in the background must leave the terminal alone, or it would be stopped.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use console::{Key, Term};

use crate::serve::{News, Preview, update};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Rebuild,
    Open,
    Quit,
    Suspend,
}

/// Whether somebody sits before a terminal that is ours.
pub fn are_read() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && is_in_front()
}

#[cfg(unix)]
fn is_in_front() -> bool {
    rustix::termios::tcgetpgrp(std::io::stdin()).is_ok_and(|front| front == rustix::process::getpgrp())
}

#[cfg(not(unix))]
const fn is_in_front() -> bool {
    true
}

#[cfg(unix)]
fn suspend() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TSTP);
}

#[cfg(not(unix))]
const fn suspend() {}

/// Reads keys and does what they ask for, until there is no terminal any more.
pub fn read(preview: &Arc<Preview>, watch: bool, url: &str, news: &dyn Fn(News)) {
    let terminal = Term::stdout();
    loop {
        // Who is in the background waits for its turn.
        while !is_in_front() {
            std::thread::sleep(Duration::from_millis(200));
        }
        let Ok(key) = terminal.read_key() else { return };
        match wish(&key) {
            Some(Wish::Rebuild) => {
                preview.forget();
                update(preview, &[], news);
                if !watch && let (_, Some(report)) = preview.verify() {
                    // Nobody would see it later.
                    news(News::Wrong(report));
                }
            }
            Some(Wish::Suspend) => suspend(),
            Some(Wish::Open) => super::open(url),
            Some(Wish::Quit) => std::process::exit(0),
            None => {}
        }
    }
}

const fn wish(key: &Key) -> Option<Wish> {
    match key {
        Key::Char('r' | 'R') => Some(Wish::Rebuild),
        Key::Char('o' | 'O') => Some(Wish::Open),
        Key::Char('q' | 'Q') => Some(Wish::Quit),
        // Ctrl-Z, which the terminal leaves to us while a key is waited for.
        Key::Char('\u{1a}') => Some(Wish::Suspend),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_keys_ask_for_something() {
        let asked: Vec<_> = ['r', 'o', 'q', 'x', 'R'].map(|letter| wish(&Key::Char(letter))).into();
        assert_eq!(asked, [Some(Wish::Rebuild), Some(Wish::Open), Some(Wish::Quit), None, Some(Wish::Rebuild)]);
        assert_eq!(wish(&Key::Enter), None);
    }
}
