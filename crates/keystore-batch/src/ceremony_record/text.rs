//! How the page writes numbers, digits and names.

use std::{fmt, iter};

use maud::{Markup, html};

/// Groups of four digits, the last with what is left.
pub(super) fn groups(digits: &str) -> impl Iterator<Item = &str> {
    let mut rest = digits;
    iter::from_fn(move || {
        let end = rest.char_indices().nth(4).map_or(rest.len(), |(end, _)| end);
        let (group, after) = rest.split_at(end);
        rest = after;
        (!group.is_empty()).then_some(group)
    })
}

/// Hexadecimal digits in groups of four. The gaps are drawn only, so that what is copied is the number itself.
pub(super) fn in_groups(digits: &str) -> Markup {
    let (prefix, digits) = digits.split_at(if digits.starts_with("0x") { 2 } else { 0 });
    html! {
        code.hex {
            @for (place, group) in groups(digits).enumerate() {
                span { @if place == 0 { (prefix) } (group) }
            }
        }
    }
}

/// A number with a comma before every three digits.
pub(super) fn number<N: Copy + fmt::Display>(value: N) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 key` or `100 keys`.
pub(super) fn keys_text(count: usize) -> String {
    format!("{} key{}", number(count), if count == 1 { "" } else { "s" })
}

/// A text from the manifest, with escapes for what is not seen or turns the text around it.
pub(super) fn visible(text: &str) -> String {
    strict_json::Escaped(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_before_every_three_digits() {
        for (value, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (137_790, "137,790"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn fours() {
        assert_eq!(groups("00112233").collect::<Vec<_>>(), ["0011", "2233"]);
        assert_eq!(groups("001122").collect::<Vec<_>>(), ["0011", "22"]);
        assert_eq!(
            in_groups("0xf39Fd6e5").into_string(),
            "<code class=\"hex\"><span>0xf39F</span><span>d6e5</span></code>"
        );
        assert_eq!(in_groups("").into_string(), "<code class=\"hex\"></code>");
        assert_eq!(groups("äöüßä").collect::<Vec<_>>(), ["äöüß", "ä"], "a damaged manifest may hold any text");
    }

    #[test]
    fn what_is_not_seen_is_shortened() {
        assert_eq!(visible("a\0b\n\u{202e}c\u{feff}ä"), r"a\u0000b\u000a\u202ec\ufeffä");
    }
}
