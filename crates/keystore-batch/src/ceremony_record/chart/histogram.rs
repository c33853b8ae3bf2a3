//! How many keys take how much gas, for batches with too many keys for a bar each.

use maud::{Markup, PreEscaped, html};

use super::{BASE, LEFT, RIGHT, TOP, Tenths, at_left, bar_class, below, level};
use crate::ceremony_record::{
    limits::Limits,
    text::{keys_text, number},
};

/// The gas at the left end. No key takes less: one attempt with one square root takes 137,790.
const START: u64 = 135_000;
/// The gas that a bar stands for. The budget and the cap of v6 are ends of bars.
const STEP: u64 = 5_000;
/// The last bar has everything from the cap of v6 on.
const BARS: usize = 34;
/// The width of a bar with the gap behind it.
const SLOT: u64 = (RIGHT.0 - LEFT.0) / BARS as u64;
const GAP: u64 = SLOT / 8;
/// The height of the tallest bar. Above it are the names of the limits.
const TALLEST: u64 = BASE.0 - TOP.0 - 100;

/// `estimates` are in ascending order.
pub(super) fn drawing(estimates: &[u64], limits: Limits) -> Markup {
    let counts = counts(estimates);
    let most = counts.iter().copied().max().unwrap_or_default();
    html! {
        @for value in (1..).map(|line| line * grid_step(most)).take_while(|value| *value <= most) {
            @let y = BASE.up(height(value, most));
            (level("grid", y)) (at_left(y, &number(value))) (PreEscaped("\n"))
        }
        @for (place, count) in (0..).zip(counts) {
            @if count > 0 {
                rect class=(bar_class(START + STEP * (place + 1), limits)) x=(LEFT.right(SLOT * place + GAP / 2))
                    y=(BASE.up(height(count, most))) width=(Tenths(SLOT - GAP)) height=(Tenths(height(count, most))) {
                    title { (range(place)) " gas: " (keys_text(usize::try_from(count).unwrap_or(usize::MAX))) }
                }
                (PreEscaped("\n"))
            }
        }
        @if let Some(budget) = limits.budget { (limit("budget", "Budget", budget.get())) }
        (limit("cap", "Cap", limits.cap.get()))
        (level("base", BASE)) (at_left(BASE, "0 keys"))
        @for value in [150_000, 175_000, 200_000, 225_000, 250_000, 275_000, 300_000] {
            (below(place_of(value), "middle", &number(value)))
        }
    }
}

/// How many estimates each bar stands for: those above its left end, up to its right end.
fn counts(estimates: &[u64]) -> [u64; BARS] {
    let mut counts = [0; BARS];
    for estimate in estimates {
        let place = estimate.saturating_sub(START + 1) / STEP;
        counts[usize::try_from(place).unwrap_or(BARS).min(BARS - 1)] += 1;
    }
    counts
}

fn range(place: u64) -> String {
    let from = number(START + STEP * place + 1);
    if place + 1 == BARS as u64 {
        format!("{from} and more")
    } else {
        format!("{from} to {}", number(START + STEP * (place + 1)))
    }
}

/// In proportion to the tallest; a bar that stands for any key at all can be seen.
fn height(count: u64, most: u64) -> u64 {
    const LEAST: u64 = 10;
    (count * TALLEST / most.max(1)).max(LEAST)
}

/// One, two or five times a power of ten, so that there are five lines at most.
fn grid_step(most: u64) -> u64 {
    let powers = (0..18).map(|power| 10_u64.pow(power));
    let mut steps = powers.flat_map(|power| [power, 2 * power, 5 * power]);
    steps.find(|step| most / step <= 5).unwrap_or(u64::MAX)
}

/// Where a gas value is. What is over the last bar is at its end.
fn place_of(value: u64) -> Tenths {
    let value = value.clamp(START, START + STEP * BARS as u64);
    LEFT.right((value - START) * SLOT / STEP)
}

fn limit(class: &str, name: &str, value: u64) -> Markup {
    let x = place_of(value);
    html! {
        line class=(class) x1=(x) x2=(x) y1=(TOP.up(60)) y2=(BASE) {}
        text class={ "limit " (class) } x=(x.up(50)) y=(TOP) text-anchor="end" { (name) }
        (PreEscaped("\n"))
    }
}

#[cfg(test)]
mod tests {
    use aztec_key_derivation::GasBudget;
    use bn254_bls::gas::PopGasLimit;

    use super::*;

    #[test]
    fn every_key_is_counted_once() {
        let estimates = [137_790, 140_000, 140_001, 225_000, 225_001, 300_000, 300_001, 1 << 60];
        let counts = counts(&estimates);
        assert_eq!((counts[0], counts[1], counts[17], counts[18], counts[32], counts[33]), (2, 1, 1, 1, 1, 2));
        assert_eq!(counts.iter().sum::<u64>(), estimates.len() as u64);
        assert_eq!(range(17), "220,001 to 225,000");
        assert_eq!(range(33), "300,001 and more");
    }

    #[test]
    fn lines_are_at_round_numbers() {
        for (most, step) in [(1, 1), (5, 1), (6, 2), (11, 2), (24, 5), (101, 20), (20_500, 5_000)] {
            assert_eq!(grid_step(most), step, "{most}");
        }
    }

    #[test]
    fn limits_are_where_bars_end() {
        assert_eq!(place_of(GasBudget::V6.get()), LEFT.right(27 * SLOT));
        assert_eq!(place_of(PopGasLimit::V6.get()), LEFT.right(33 * SLOT));
        assert_eq!(place_of(PopGasLimit::BEFORE_V6.get()), LEFT.right(23 * SLOT));
        assert_eq!(place_of(u64::MAX), LEFT.right(34 * SLOT));
        assert_eq!(place_of(0), LEFT);
    }
}
