//! Can memory end up on a disk?

use crate::{check::Check, tree::Tree};

const NAME: &str = "swap";

pub(crate) fn swap(tree: &Tree, all_is_locked: bool) -> Check {
    let Some(list) = tree.text("proc/swaps") else {
        return Check::warn(NAME, "/proc/swaps cannot be read; switch swap off (swapoff -a)");
    };
    // The first line has the names of the columns.
    let areas = list.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    let (mut plain, mut kept) = (Vec::new(), Vec::new());
    for area in areas {
        let device = area.strip_prefix("/dev/").unwrap_or_default();
        let block = |file| tree.text(&format!("sys/block/{device}/{file}")).unwrap_or_default();
        if block("dm/uuid").starts_with("CRYPT-") {
            kept.push(format!("{area} is encrypted"));
        } else if device.starts_with("zram") && ["", "none"].contains(&block("backing_dev").as_str()) {
            kept.push(format!("{area} is in memory"));
        } else {
            plain.push(area);
        }
    }
    let plain = plain.join(", ");
    match (plain.as_str(), kept.is_empty()) {
        ("", true) => Check::ok(NAME, "none"),
        ("", false) => Check::ok(NAME, kept.join(", ")),
        (plain, _) if all_is_locked => {
            let text = format!(
                "{plain}: may be read by whoever gets the disk; keygen's memory is locked, and other programs' is not; switch it off (swapoff -a)"
            );
            Check::warn(NAME, text)
        }
        (plain, _) => Check::bad(NAME, format!("{plain}: secrets may get there, and stay; switch it off (swapoff -a)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Verdict, tree::testing::machine};

    const HEAD: &str = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    fn of(areas: &str, files: &[(&str, &str)]) -> Check {
        let list = format!("{HEAD}{areas}");
        let (_place, tree) = machine(&[&[("proc/swaps", list.as_str())], files].concat());
        swap(&tree, false)
    }

    #[test]
    fn encrypted_areas_and_those_in_memory_are_told_apart() {
        let line = |name: &str| format!("{name}                               partition\t1000\t0\t-2\n");
        assert_eq!(of("", &[]), Check::ok(NAME, "none"));
        let plain = of(&line("/dev/sda2"), &[]);
        assert_eq!(plain.verdict, Verdict::Bad);
        assert!(plain.text.starts_with("/dev/sda2: "), "{}", plain.text);
        assert_eq!(of(&line("/swapfile"), &[]).verdict, Verdict::Bad);
        let crypt = [("sys/block/dm-1/dm/uuid", "CRYPT-PLAIN-swap\n")];
        assert_eq!(of(&line("/dev/dm-1"), &crypt), Check::ok(NAME, "/dev/dm-1 is encrypted"));
        let volume = [("sys/block/dm-1/dm/uuid", "LVM-abc\n")];
        assert_eq!(of(&line("/dev/dm-1"), &volume).verdict, Verdict::Bad);
        let memory = [("sys/block/zram0/backing_dev", "none\n")];
        assert_eq!(of(&line("/dev/zram0"), &memory), Check::ok(NAME, "/dev/zram0 is in memory"));
        let backed = [("sys/block/zram0/backing_dev", "/dev/sda3\n")];
        assert_eq!(of(&line("/dev/zram0"), &backed).verdict, Verdict::Bad);
        let both = of(&(line("/dev/dm-1") + &line("/dev/sda2")), &crypt);
        assert!(both.verdict == Verdict::Bad && both.text.starts_with("/dev/sda2: "), "{}", both.text);
    }

    #[test]
    fn locked_memory_does_not_get_there() {
        let list = format!("{HEAD}/dev/sda2 partition 1000 0 -2\n");
        let (_place, tree) = machine(&[("proc/swaps", &list)]);
        assert_eq!(swap(&tree, true).verdict, Verdict::Warn);
        assert_eq!(swap(&Tree::below("/nowhere"), true).verdict, Verdict::Warn);
    }
}
