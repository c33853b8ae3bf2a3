//! A bar for each key, in the order of the table.

use maud::{Markup, PreEscaped, html};

use super::{BASE, LEFT, RIGHT, TOP, Tenths, at_left, bar_class, below, level};
use crate::{
    ManifestKey,
    ceremony_record::{limits::Limits, text::number},
};

/// The widest that one key takes, so that a single bar does not look like a wall.
const WIDEST: u64 = 280;

pub(super) fn drawing(keys: &[ManifestKey], limits: Limits) -> Markup {
    let slot = ((RIGHT.0 - LEFT.0) / keys.len().max(1) as u64).min(WIDEST);
    let gap = slot / 5;
    let end = LEFT.right(slot * keys.len() as u64);
    html! {
        @for value in [50_000, 100_000, 150_000, 200_000, 250_000] {
            (level("grid", height_of(value))) (at_left(height_of(value), &number(value))) (PreEscaped("\n"))
        }
        @for (place, key) in (0..).zip(keys) {
            @let (estimate, top) = (key.gas_estimate(), height_of(key.gas_estimate()));
            rect class=(bar_class(estimate, limits)) x=(LEFT.right(slot * place + gap / 2)) y=(top)
                width=(Tenths(slot - gap)) height=(Tenths(BASE.0 - top.0)) {
                title { "index " (key.index) ": " (number(estimate)) " gas" }
            }
            (PreEscaped("\n"))
        }
        // At the two ends, as the lines may be close together.
        @if let Some(budget) = limits.budget { (limit("budget", "Budget", budget.get(), LEFT, "start")) }
        (limit("cap", "Cap", limits.cap.get(), RIGHT, "end"))
        (level("base", BASE)) (at_left(BASE, "0"))
        @match keys {
            [] => {}
            [one] => (below(LEFT, "start", &format!("index {}", one.index)))
            [first, .., last] => {
                (below(LEFT, "start", &format!("index {}", first.index)))
                // Where the bars end early, the last number would run into the first.
                @if keys.len() > 12 { (below(end, "end", &last.index.to_string())) }
            }
        }
    }
}

/// The height at which a gas value is, from zero at the base line. What is far over the usual cap is cut off at the top.
fn height_of(value: u64) -> Tenths {
    // The cap since v6 is 200 units above the base line, whatever the cap of the batch is.
    let height = u128::from(value) * 2000 / 300_000;
    BASE.up(u64::try_from(height).unwrap_or(u64::MAX)).max(TOP.up(CUT))
}

/// How far a bar over the usual cap may reach above it.
const CUT: u64 = 280;

fn limit(class: &str, name: &str, value: u64, x: Tenths, anchor: &str) -> Markup {
    let y = height_of(value);
    html! {
        (level(class, y))
        text class={ "limit " (class) } x=(x) y=(y.up(50)) text-anchor=(anchor) { (name) " " (number(value)) }
        (PreEscaped("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_true_to_scale() {
        for (value, tenths) in
            [(0, 2300), (150_000, 1300), (225_000, 800), (270_000, 500), (300_000, 300), (137_790, 1382)]
        {
            assert_eq!(height_of(value).0, tenths, "{value}");
        }
        assert_eq!(height_of(342_000).0, 20);
        assert_eq!(height_of(u64::MAX).0, 20, "cut off");
    }
}
