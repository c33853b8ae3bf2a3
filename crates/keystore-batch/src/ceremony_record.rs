//! The ceremony record: one page of HTML that says what a batch made, for people who compare, print and sign it.
//!
//! It is a pure function of the manifest and its digest: no time, no randomness, nothing secret, so that equal inputs
//! give equal bytes. The page needs nothing but itself. It has no script, asks for no other file, and a policy in it
//! forbids both.
//!
//! The page shows the digest of the manifest, and the manifest lists every other public file but the page. So there is
//! no circle, and that one digest stands for everything.

mod attesters;
mod chart;
mod common;
mod destination;
mod facts;
mod files;
mod limits;
mod signatures;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{Manifest, Sha256Digest};
pub use aztec_batch_manifest::names_manifest;
use aztec_batch_manifest::record_tag;
pub use common::{RecordDifference, compare_common};
use limits::Limits;
use text::{keys_text, visible};

/// So many attesters are listed at most. The manifest has all of them, whatever their number.
///
/// A thousand take about 25 sheets of paper. With more, the first of them are listed and a sentence says where the others are.
pub const MOST_ATTESTERS: usize = 1000;

/// The page.
///
/// `manifest_sha256` is the digest of the manifest's file. The page of a hundred thousand keys, with two thousand files of
/// calls, has 1.1 MB: beyond [`MOST_ATTESTERS`] it grows by half a kilobyte for each file alone.
#[must_use]
pub fn to_html(manifest: &Manifest, manifest_sha256: &Sha256Digest) -> String {
    let limits = Limits::of(manifest);
    let digest = manifest_sha256.to_string();
    let title = format!("Key ceremony record {} {}", &digest[..4], &digest[4..8]);
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                (PreEscaped("\n"))
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                (PreEscaped("\n"))
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                meta name="generator" content=(visible(&manifest.details().made_by));
                (PreEscaped("\n"))
                (PreEscaped(record_tag(manifest_sha256)))
                (PreEscaped("\n"))
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(footer_of_sheets(&digest))) }
            }
            (PreEscaped("\n"))
            body {
                (header(manifest))
                main {
                    (digest_in_groups(&digest))
                    (facts::section(manifest))
                    (signatures::section())
                    (chart::section(manifest.keys(), limits))
                    (files::section(manifest.files()))
                    (attesters::section(manifest.keys(), limits))
                }
            }
        }
        (PreEscaped("\n"))
    };
    html.into_string()
}

/// Nothing is loaded, run, framed or sent. Only the style that stands in the page counts.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("ceremony_record/style.css");

/// Each sheet of paper says of which batch it is.
fn footer_of_sheets(digest: &str) -> String {
    let groups = text::groups(digest).collect::<Vec<_>>().join(" ");
    format!("@page {{ @bottom-left {{ content: \"{groups}\"; }} }}\n")
}

fn header(manifest: &Manifest) -> Markup {
    html! {
        header {
            p.kind { "Key ceremony record" }
            h1 { (keys_text(manifest.keys().len())) " for Aztec sequencers" }
            p.lead {
                "Made by " (visible(&manifest.details().made_by)) ". Holds nothing secret, but is confidential until the keys are "
                "registered: whoever has the files beside it could register these keys first."
            }
        }
        (PreEscaped("\n"))
    }
}

/// Four lines of four groups, which is what two people can read to each other without losing the place.
fn digest_in_groups(digest: &str) -> Markup {
    let groups: Vec<_> = text::groups(digest).collect();
    html! {
        section.digest aria-labelledby="digest" {
            h2 id="digest" { "SHA-256 of manifest.json" }
            ol {
                @for line in groups.chunks(4) {
                    li { code { (line.join(" ")) } }
                }
            }
            p.how {
                "Compare it aloud, group by group. Whoever makes the batch again, with the same mnemonic and options, has the "
                "same sixteen groups; any difference in any public file changes them."
            }
            p.plain { "As sha256sum prints it: " code { (digest) } }
        }
        (PreEscaped("\n"))
    }
}
