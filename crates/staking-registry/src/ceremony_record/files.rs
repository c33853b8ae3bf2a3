//! The public files and their digests.

use std::collections::BTreeMap;

use alloy_primitives::hex;
use maud::{Markup, PreEscaped, html};

use super::text::{in_groups, visible};
use crate::manifest::Sha256;

pub(super) fn section(files: &BTreeMap<String, Sha256>) -> Markup {
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
                        tr { th scope="row" { bdi { (visible(name)) } } td { (in_groups(&hex::encode(digest.0))) } }
                        (PreEscaped("\n"))
                    }
                }
            }
        }
        (PreEscaped("\n"))
    }
}
