//! Where the keys are to be registered.

use maud::{Markup, html};

use super::text::in_groups;
use crate::{RegistryCalls, RegistryTarget};

/// Provider, network and registry, to be compared with the networks page of the guides.
pub(super) fn destination(calls: RegistryCalls) -> Markup {
    let RegistryCalls { provider, target } = calls;
    html! {
        "provider " (provider)
        @if let Some(RegistryTarget { registry, chain_id }) = target {
            " of the StakingRegistry " (in_groups(&registry.to_string()))
            @if let Some(chain_id) = chain_id { " on chain " (chain_id) }
            @match target.as_ref().and_then(RegistryTarget::network) {
                Some(network) => {
                    span.aside { " the network " strong { (network) } "; compare the address with the networks page" }
                }
                None => { span.aside { " no network that this program knows by name; compare the address with its source" } }
            }
        } @else {
            span.aside { " no registry was named" }
        }
    }
}
