//! The lines to sign. They stay empty: the page knows no time and no names.

use maud::{Markup, PreEscaped, html};

/// One who makes the keys, and those who watch.
const ROLES: [&str; 4] = ["Operator", "Witness", "Witness", "Witness"];

pub(super) fn section() -> Markup {
    html! {
        section.sign aria-labelledby="signatures" {
            h2 id="signatures" { "Signatures" }
            p {
                "I have compared the SHA-256 above, group by group, with the one that keygen printed on the machine which made "
                "these keys."
            }
            table {
                thead { tr {
                    th scope="col" { "Role" } th scope="col" { "Name" } th scope="col" { "Date" } th scope="col" { "Signature" }
                } }
                tbody {
                    @for role in ROLES {
                        tr { th scope="row" { (role) } td {} td {} td {} }
                    }
                }
            }
            p.aside { "To be filled in by hand, on paper." }
        }
        (PreEscaped("\n"))
    }
}
