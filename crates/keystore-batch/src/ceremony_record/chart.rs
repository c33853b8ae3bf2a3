//! The gas estimates as a drawing: a bar for each key, or, where they are too many for that, how many keys take how much.
//!
//! All coordinates are computed in whole tenths of a unit, so that every machine draws the same bytes.

mod bars;
mod histogram;

use std::fmt;

use maud::{Markup, PreEscaped, html};

use super::{
    limits::Limits,
    text::{keys_text, number},
};
use crate::ManifestKey;

/// Up to so many keys get a bar of their own; more would be thinner than a printer draws.
const MOST_BARS: usize = 100;

/// The sheet that is drawn on, in units of the drawing.
const WIDTH: u64 = 640;
const HEIGHT: u64 = 262;
/// Where the plot is on it: from the left end of its base line to the right one.
const LEFT: Tenths = Tenths(720);
const RIGHT: Tenths = Tenths(6300);
/// The base line, on which bars stand, and the lowest edge of what is above the plot.
const BASE: Tenths = Tenths(2300);
const TOP: Tenths = Tenths(300);

pub(super) fn section(keys: &[ManifestKey], limits: Limits) -> Markup {
    let mut estimates: Vec<_> = keys.iter().map(ManifestKey::gas_estimate).collect();
    estimates.sort_unstable();
    let (Some(lowest), Some(highest)) = (estimates.first(), estimates.last()) else { return html! {} };
    let median = estimates[(estimates.len() - 1) / 2];
    let in_words = match estimates.as_slice() {
        [one] => format!("1 key: {} gas.", number(*one)),
        _ => format!(
            "{}: lowest {}, median {}, highest {} gas.",
            keys_text(keys.len()),
            number(*lowest),
            number(median),
            number(*highest)
        ),
    };
    let over = |limit: u64| estimates.len() - estimates.partition_point(|estimate| *estimate <= limit);
    html! {
        section aria-labelledby="gas" {
            h2 id="gas" { "Gas estimates" }
            figure {
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-labelledby="chart-title chart-desc" {
                    title id="chart-title" { "Gas estimates against what they may be" }
                    desc id="chart-desc" { (in_words) }
                    (PreEscaped("\n"))
                    @if estimates.len() <= MOST_BARS { (bars::drawing(keys, limits)) } @else { (histogram::drawing(&estimates, limits)) }
                }
                figcaption {
                    p { (in_words) }
                    p {
                        @if let Some(budget) = limits.budget {
                            "Budget " (number(budget.get())) ": what a derived key may take; " (over(budget.get())) " over it. "
                        }
                        "Cap " (number(limits.cap.get())) ": what the contract gives to the check of a proof; "
                        (over(limits.cap.get())) " over it."
                    }
                }
            }
        }
        (PreEscaped("\n"))
    }
}

/// A length in tenths of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tenths(u64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

impl Tenths {
    fn up(self, by: u64) -> Self {
        Self(self.0.saturating_sub(by))
    }

    fn right(self, by: u64) -> Self {
        Self(self.0 + by)
    }
}

/// A line across the plot.
fn level(class: &str, y: Tenths) -> Markup {
    html! { line class=(class) x1=(LEFT) x2=(RIGHT) y1=(y) y2=(y) {} }
}

/// A number at the left of a level, in the middle of its height.
fn at_left(y: Tenths, text: &str) -> Markup {
    html! { text.tick x=(LEFT.up(60)) y=(Tenths(y.0 + 40)) text-anchor="end" { (text) } }
}

/// A word below the base line.
fn below(x: Tenths, anchor: &str, text: &str) -> Markup {
    html! { text.tick x=(x) y=(Tenths(BASE.0 + 180)) text-anchor=(anchor) { (text) } (PreEscaped("\n")) }
}

/// The class by which a bar is coloured, and hollow where it is over budget or cap.
fn bar_class(estimate: u64, limits: Limits) -> &'static str {
    if limits.are_below(estimate) { "bar over" } else { "bar" }
}
