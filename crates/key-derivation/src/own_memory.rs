//! For tests: what stands in the memory of this process, where no variable is any more.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

/// The bytes from this address on, read as another process would read them; none where there is no memory any more.
pub(crate) fn bytes_at(address: usize, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let memory = File::open("/proc/self/mem").unwrap();
    memory.read_exact_at(&mut bytes, u64::try_from(address).unwrap()).ok()?;
    Some(bytes)
}
