//! A progress bar with rate and time left, on a terminal only.

use std::{
    fmt,
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A bar for `length` steps of one kind. Hidden when `quiet`, or when standard error is no terminal.
pub(crate) fn bar(label: &'static str, length: u64, quiet: bool) -> ProgressBar {
    let style = style("{prefix:>10} {wide_bar} {pos}/{len}  {rate}  {eta} left").with_key("rate", rate);
    ProgressBar::with_draw_target(Some(length), target(quiet)).with_style(style).with_prefix(label)
}

/// A sign that moves, for a step whose length is not known beforehand. Hidden as [`bar`] is.
pub(crate) fn busy(label: &'static str, quiet: bool) -> ProgressBar {
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
