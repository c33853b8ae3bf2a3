//! What the fuzzer's bytes stand for.

use std::sync::LazyLock;

use crate::edits::Node;

/// Templates, parsed once.
pub(crate) type Templates = LazyLock<Vec<Node>>;

/// The templates of a target: files of its seeds.
macro_rules! templates {
    ($($file:literal),+ $(,)?) => {{
        static TEMPLATES: $crate::input::Templates = std::sync::LazyLock::new(|| {
            vec![$($crate::edits::Node::parse(include_str!(concat!("../../seeds/", $file)))),+]
        });
        &TEMPLATES
    }};
}
pub(crate) use templates;

/// A text: the bytes themselves, or, behind a zero byte, a template with edits.
pub(crate) fn with_text(data: &[u8], templates: &Templates, read: impl FnOnce(&str)) {
    match data {
        [0, template, edits @ ..] => read(&templates[usize::from(*template) % templates.len()].edited(edits)),
        _ => with_plain_text(data, read),
    }
}

/// A text: the bytes themselves.
pub(crate) fn with_plain_text(data: &[u8], read: impl FnOnce(&str)) {
    if let Ok(text) = str::from_utf8(data) {
        read(text);
    }
}
