//! The queue as a gauge, and how it empties, as drawings.

use maud::{Markup, html};

use crate::commands::run::round::Round;

/// Whole numbers of keys and days, far below 2^32.
fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn keys(count: u64) -> String {
    if count == 1 { "1 key".to_owned() } else { format!("{count} keys") }
}

/// A bar as long as the queue, in good and bad keys, with a mark at the threshold.
pub(super) fn gauge(round: &Round) -> Markup {
    let length = round.provider.queue_length();
    let good = round.audit.entries.iter().filter(|entry| entry.is_good()).count() as u64;
    let threshold = round.expected.threshold;
    let scale = number(length.max(threshold.unwrap_or(0) * 2).max(10));
    let (good_width, width) = (300.0 * number(good) / scale, 300.0 * number(length) / scale);
    let mark = threshold.map(|threshold| 300.0 * number(threshold) / scale);
    let label = format!(
        "{} queued, {good} of them good{}",
        keys(length),
        threshold.map_or_else(String::new, |threshold| format!("; at least {threshold} are wanted"))
    );
    html! {
        p.figure { span.big { (length) } " " (if length == 1 { "key" } else { "keys" }) " queued, " (good) " good" }
        svg viewBox="0 0 320 56" role="img" aria-label=(label) {
            rect.track x="10" y="14" width="300" height="18" rx="4" {}
            rect.bad x="10" y="14" width=(coordinate(width)) height="18" rx="4" {}
            rect.good x="10" y="14" width=(coordinate(good_width)) height="18" rx="4" {}
            @if let (Some(mark), Some(threshold)) = (mark, threshold) {
                line.mark x1=(coordinate(10.0 + mark)) x2=(coordinate(10.0 + mark)) y1="8" y2="38" {}
                text x=(coordinate(10.0 + mark)) y="52" text-anchor=(anchor(mark)) { "threshold " (threshold) }
            }
        }
        @if good < length { p.quiet { span.key .bad {} " " (keys(length - good)) " with a bad fate, see below" } }
    }
}

fn anchor(mark: f64) -> &'static str {
    match mark {
        mark if mark < 40.0 => "start",
        mark if mark > 260.0 => "end",
        _ => "middle",
    }
}

/// Keys over days, at the pace of the past: down to none.
pub(super) fn forecast(round: &Round) -> Markup {
    let length = round.provider.queue_length();
    let (Some(pace), Some(left)) = (round.pace, round.days_left.filter(|left| *left > 0.0)) else {
        let why = match round.pace {
            _ if length == 0 => "No key is left.".to_owned(),
            Some(pace) => {
                format!("Nobody delegated in the past {:.0} days: the keys last for ever at that pace.", pace.days)
            }
            None => "The pace of the past is not known.".to_owned(),
        };
        return html! { p { (why) } };
    };
    // The plot is 264 by 100, from (40, 10).
    let top = number(length.max(round.expected.threshold.unwrap_or(0)));
    let across = left * 1.1;
    let (x, y) = (|day: f64| 40.0 + 264.0 * day / across, |count: f64| 110.0 - 100.0 * count / top);
    let threshold = round.expected.threshold.filter(|threshold| *threshold > 0);
    let below = threshold.filter(|threshold| *threshold <= length);
    let below = below.map(|threshold| left * (1.0 - number(threshold) / number(length)));
    let label = format!("{length} keys now, none in {left:.0} days");
    html! {
        p.figure { span.big { (format!("{left:.0}")) } " days left at " (format!("{:.2}", pace.per_day())) " delegations a day" }
        svg viewBox="0 0 320 132" role="img" aria-label=(label) {
            line.axis x1="40" y1="110" x2="304" y2="110" {}
            line.axis x1="40" y1="10" x2="40" y2="110" {}
            text x="34" y=(coordinate(y(number(length)) + 4.0)) text-anchor="end" { (length) }
            text x="34" y="114" text-anchor="end" { "0" }
            polygon.area points={ "40,110 40," (coordinate(y(number(length)))) " " (coordinate(x(left))) ",110" } {}
            line.curve x1="40" y1=(coordinate(y(number(length)))) x2=(coordinate(x(left))) y2="110" {}
            @if let Some(threshold) = threshold {
                line.mark x1="40" x2="304" y1=(coordinate(y(number(threshold)))) y2=(coordinate(y(number(threshold)))) {}
                text x="304" y=(coordinate(y(number(threshold)) - 4.0)) text-anchor="end" { "threshold " (threshold) }
            }
            text x="40" y="126" text-anchor="start" { "now" }
            text x=(coordinate(x(left))) y="126" text-anchor="end" { (format!("{left:.0} days")) }
        }
        @if let Some(below) = below {
            p.quiet { "Below the threshold in " (format!("{below:.0}")) " days. The pace is that of the past "
                (format!("{:.0}", pace.days)) " days." }
        } @else {
            p.quiet { "The pace is that of the past " (format!("{:.0}", pace.days)) " days." }
        }
    }
}

fn coordinate(value: f64) -> String {
    format!("{value:.1}")
}
