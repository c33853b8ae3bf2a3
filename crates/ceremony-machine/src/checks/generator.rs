//! Has the kernel's generator been seeded?

use rustix::{
    io::Errno,
    rand::{GetRandomFlags, getrandom},
};

use crate::{check::Check, tree::Tree};

const NAME: &str = "randomness";

pub(crate) fn generator(tree: &Tree) -> Check {
    let mut buffer = [0_u8; 32];
    judge(getrandom(&mut buffer, GetRandomFlags::NONBLOCK), tree)
}

/// `asked` is what the kernel answers that was asked for 32 bytes and told not to wait.
fn judge(asked: Result<usize, Errno>, tree: &Tree) -> Check {
    match asked {
        Ok(32) => {
            let bits = tree.text("proc/sys/kernel/random/entropy_avail");
            Check::ok(NAME, format!("the kernel's generator is seeded ({} bits)", bits.as_deref().unwrap_or("unknown")))
        }
        Err(Errno::AGAIN) => Check::bad(
            NAME,
            "the kernel's generator is not seeded yet; type and move the mouse for a minute, then look again",
        ),
        Ok(bytes) => Check::bad(NAME, format!("the kernel gave {bytes} of 32 bytes; make no keys on this machine")),
        Err(error) => Check::bad(NAME, format!("the kernel's generator fails ({error}); make no keys on this machine")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Verdict, tree::testing::machine};

    #[test]
    fn only_all_bytes_are_enough() {
        let (_place, tree) = machine(&[("proc/sys/kernel/random/entropy_avail", "256\n")]);
        assert_eq!(judge(Ok(32), &tree), Check::ok(NAME, "the kernel's generator is seeded (256 bits)"));
        let early = judge(Err(Errno::AGAIN), &tree);
        assert!(early.verdict == Verdict::Bad && early.text.contains("not seeded yet"), "{}", early.text);
        assert_eq!(judge(Ok(0), &tree).verdict, Verdict::Bad);
        assert_eq!(judge(Err(Errno::NOSYS), &tree).verdict, Verdict::Bad);
        assert_eq!(generator(&Tree::of_machine()).verdict, Verdict::Ok);
    }
}
