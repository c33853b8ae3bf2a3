//! A progress bar with rate and time left, on a terminal only.

use std::{
    fmt,
    io::{IsTerminal, stderr},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use aztec_keystore_batch::{Progress, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::interrupt;

/// A bar for each step of work on a batch, which an interrupt stops.
pub struct Bars {
    quiet: bool,
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// Bars that are hidden where `quiet`, or where standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self { quiet, bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut ProgressBar) -> T) -> T {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for Bars {
    fn begin(&self, step: Step, keys: usize) {
        let label = match step {
            Step::Derive => "deriving",
            Step::Encrypt => "encrypting",
            Step::Import => "importing",
            Step::Open => "opening",
            Step::Compare => "comparing",
            Step::Recover => "deriving",
            _ => "verifying",
        };
        self.with(|bar| *bar = self::bar(label, keys as u64, self.quiet));
    }

    fn advance(&self, keys: usize) {
        self.with(|bar| bar.inc(keys as u64));
    }

    fn end(&self) {
        self.with(|bar| bar.finish_and_clear());
    }

    fn is_cancelled(&self) -> bool {
        interrupt::is_requested()
    }
}

/// A bar for `length` steps of one kind. Hidden when `quiet`, or when standard error is no terminal.
pub fn bar(label: &'static str, length: u64, quiet: bool) -> ProgressBar {
    let style = style("{prefix:>10} {wide_bar} {pos}/{len}  {rate}  {eta} left").with_key("rate", rate);
    ProgressBar::with_draw_target(Some(length), target(quiet)).with_style(style).with_prefix(label)
}

/// A sign that moves, for a step whose length is not known beforehand. Hidden as [`bar`] is.
pub fn busy(label: &'static str, quiet: bool) -> ProgressBar {
    let style = style("{prefix:>10} {spinner} {elapsed}");
    let sign = ProgressBar::with_draw_target(None, target(quiet)).with_style(style).with_prefix(label);
    if !sign.is_hidden() {
        sign.enable_steady_tick(Duration::from_millis(100));
    }
    sign
}

/// The library's own figure has four decimals.
fn rate(state: &ProgressState, out: &mut dyn fmt::Write) {
    let _ = write!(out, "{:.1}/s", state.per_sec());
}

fn target(quiet: bool) -> ProgressDrawTarget {
    if !quiet && stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are constant and were tried")
}
