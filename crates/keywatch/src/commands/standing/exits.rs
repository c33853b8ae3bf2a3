//! The room for exits by attesters, in words and for machines.

use aztec_provider::ExitRoom;
use serde_json::{Value, json};

use crate::connect::date;

pub(super) fn line(room: &ExitRoom) -> String {
    let ExitRoom { allowance, used, window, next_free, open, .. } = room;
    let next = next_free.map_or_else(String::new, |time| format!("; the next place is free from {} on", date(time)));
    let note = match open {
        Some(true) => "",
        Some(false) => "; but the rollup takes none now",
        None => "; but the rollup itself counts otherwise: see what its getAttesterExitLimitState() says",
    };
    format!(
        "exits      room for {} by attesters now ({used} of {allowance} places within {} are taken{next}){note}",
        room.places(),
        duration(*window),
    )
}

pub(super) fn json(room: &ExitRoom) -> Value {
    json!({
        "places": room.places(),
        "allowance": room.allowance,
        "used": room.used,
        "window": room.window,
        "validators": room.validators,
        "committee": room.committee,
        "nextFree": room.next_free,
        "open": room.open,
    })
}

/// A time in days and hours, or minutes where it is short.
fn duration(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_the_two_largest_units() {
        assert_eq!(duration(59), "0 min");
        assert_eq!(duration(900), "15 min");
        assert_eq!(duration(3_600), "1 h 0 min");
        assert_eq!(duration(9 * 86_400 + 5 * 3_600 + 59), "9 d 5 h");
    }
}
