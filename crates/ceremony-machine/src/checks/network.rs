//! Is a network within reach?

use crate::{check::Check, tree::Tree};

const NAME: &str = "network";

/// `IFF_UP` of linux/if.h, in the file `flags`.
const UP: u32 = 1;

pub(crate) fn network(tree: &Tree) -> Check {
    let Some(names) = tree.names("sys/class/net") else {
        return Check::warn(NAME, "/sys/class/net cannot be read; pull the cable and switch off the radio");
    };
    let state = |name: &String| {
        let read = |file| tree.text(&format!("sys/class/net/{name}/{file}"));
        let flags = read("flags").and_then(|flags| u32::from_str_radix(flags.trim_start_matches("0x"), 16).ok());
        (read("operstate").unwrap_or_default(), flags.unwrap_or(0) & UP != 0)
    };
    let others: Vec<_> = names.into_iter().filter(|name| name != "lo" && name != "bonding_masters").collect();
    // Tunnels have no state but `unknown`. One that waits for its link or its peer is not down either.
    let up =
        |name: &&String| matches!(state(name), (operstate, up) if operstate == "up" || operstate == "unknown" && up);
    let on = |name: &&String| state(name).1;
    let list = |names: Vec<&String>| names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let (connected, switched_on) = (list(others.iter().filter(up).collect()), list(others.iter().filter(on).collect()));
    match (connected.as_str(), switched_on.as_str()) {
        ("", "") => Check::ok(NAME, "no interface is up"),
        ("", on) => {
            Check::warn(NAME, format!("{on}: switched on, without a connection; take it down (ip link set NAME down)"))
        }
        (up, _) => Check::bad(
            NAME,
            format!("{up}: up; pull the cable, switch off the radio, take it down (ip link set NAME down)"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Verdict, tree::testing::machine};

    #[test]
    fn only_what_is_connected_is_bad() {
        let lo = [("sys/class/net/lo/operstate", "unknown\n"), ("sys/class/net/lo/flags", "0x9\n")];
        let eth = |state, flags| [("sys/class/net/eth0/operstate", state), ("sys/class/net/eth0/flags", flags)];
        for (state, flags, expected) in [
            ("down\n", "0x1002\n", Verdict::Ok),
            ("down\n", "0x1003\n", Verdict::Warn),
            ("dormant\n", "0x1003\n", Verdict::Warn),
            ("up\n", "0x1003\n", Verdict::Bad),
            // A tunnel.
            ("unknown\n", "0x1091\n", Verdict::Bad),
            ("unknown\n", "0x1090\n", Verdict::Ok),
        ] {
            let (_place, tree) = machine(&[lo, eth(state, flags)].concat());
            let check = network(&tree);
            assert_eq!(check.verdict, expected, "{state} {flags}");
            assert_eq!(check.text.starts_with("eth0: "), expected != Verdict::Ok, "{}", check.text);
        }
        let (_place, tree) = machine(&lo);
        assert_eq!(network(&tree), Check::ok(NAME, "no interface is up"));
        assert_eq!(network(&Tree::below("/nowhere")).verdict, Verdict::Warn);
    }
}
