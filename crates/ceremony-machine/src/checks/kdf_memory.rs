//! Is there memory for the key derivation of the files?

use crate::check::Check;

const NAME: &str = "memory";

/// What scrypt of a key file takes, and what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfMemory {
    /// Bytes that one derivation takes, in each thread.
    pub per_thread: u64,
    /// Bytes that are free for it; none where that cannot be told.
    pub spare: Option<u64>,
    /// Threads that would run if there were enough.
    pub cores: usize,
}

const MIB: u64 = 1024 * 1024;

pub(crate) fn kdf_memory(needed: KdfMemory) -> Check {
    let KdfMemory { per_thread, spare, cores } = needed;
    let each = per_thread / MIB;
    let Some(spare) = spare else {
        return Check::warn(
            NAME,
            format!("nobody says how much is free; each of {cores} threads takes {each} MiB for scrypt"),
        );
    };
    let (threads, free) = (spare / per_thread.max(1), spare / MIB);
    match threads {
        0 => Check::bad(
            NAME,
            format!(
                "{free} MiB can be used, and scrypt takes {each} MiB; end other programs, or choose PBKDF2 for the key files"
            ),
        ),
        threads if threads < cores as u64 => {
            let text = format!(
                "{free} MiB can be used, and scrypt takes {each} MiB a thread: {threads} of {cores} can run; end other programs for more"
            );
            Check::warn(NAME, text)
        }
        _ => Check::ok(NAME, format!("{free} MiB can be used, and scrypt takes {each} MiB in each of {cores} threads")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;

    #[test]
    fn one_derivation_has_to_fit() {
        let of = |spare| kdf_memory(KdfMemory { per_thread: 128 * MIB, spare, cores: 4 }).verdict;
        assert_eq!(of(Some(127 * MIB)), Verdict::Bad);
        assert_eq!(of(Some(128 * MIB)), Verdict::Warn);
        assert_eq!(of(Some(511 * MIB)), Verdict::Warn);
        assert_eq!(of(Some(512 * MIB)), Verdict::Ok);
        assert_eq!(of(None), Verdict::Warn);
    }
}
