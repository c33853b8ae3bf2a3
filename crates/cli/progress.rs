//! A progress bar with rate and time left, on a terminal only.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar for `length` steps of one kind. Hidden when `quiet`, or when standard error is no terminal.
pub(crate) fn bar(label: &'static str, length: u64, quiet: bool) -> ProgressBar {
    let visible = !quiet && stderr().is_terminal();
    let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{prefix:>10} {wide_bar} {pos}/{len}  {per_sec}  {eta} left")
        .expect("the template is constant and was tried");
    ProgressBar::with_draw_target(Some(length), target).with_style(style).with_prefix(label)
}
