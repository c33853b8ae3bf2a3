//! The public files and their digests.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::text::{in_groups, visible};
use crate::Sha256Digest;

pub(super) fn section(files: &BTreeMap<String, Sha256Digest>) -> Markup {
    html! {
        section aria-labelledby="files" {
            h2 id="files" { "Public files" }
            p {
                "The manifest lists them with these digests, so its own digest stands for them all. It does not list this page: "
                code { "keygen verify" } " makes the page anew from the manifest and compares every byte."
            }
            table.files {
                thead { tr { th scope="col" { "File" } th scope="col" { "SHA-256" } } }
                tbody {
                    @for (name, digest) in files {
                        tr { th scope="row" { bdi { (visible(name)) } } td { (in_groups(&digest.to_string())) } }
                        (PreEscaped("\n"))
                    }
                }
            }
        }
        (PreEscaped("\n"))
    }
}
