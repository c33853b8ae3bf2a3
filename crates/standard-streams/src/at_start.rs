//! A look at the descriptors 0, 1 and 2 before the runtime of Rust opens those that are closed.

use std::sync::atomic::{AtomicU8, Ordering};

/// Bit `n` is set where descriptor `n` was closed. Written once, before there is a second thread.
static CLOSED: AtomicU8 = AtomicU8::new(0);

/// Whether this descriptor, of 0 to 2, was closed.
pub(crate) fn was_closed(descriptor: u8) -> bool {
    CLOSED.load(Ordering::Relaxed) & bit(descriptor) != 0
}

const fn bit(descriptor: u8) -> u8 {
    1 << descriptor
}

/// Has [`look`] called at the start: what stands in this section of an ELF file is called in turn by the C library, after the
/// program is in memory with its relocations done, and before `main`. `used` keeps the pointer, to which nothing refers.
#[expect(unsafe_code, reason = "what stands in this section is run unasked")]
// SAFETY: The section is an array of pointers to functions of the C calling convention. glibc passes them argc, argv and envp,
// musl nothing; a function without parameters may be called in both ways. `look` bears being called before `main`: see there.
#[unsafe(link_section = ".init_array")]
#[used]
static LOOK: extern "C" fn() = look;

/// Runs before `main`, so it uses nothing that the standard library has to prepare: no memory, no output, no thread, and it
/// cannot panic. A store into an atomic is one instruction.
extern "C" fn look() {
    let closed =
        (0..3).filter(|descriptor| is_closed(*descriptor)).fold(0, |closed, descriptor| closed | bit(descriptor));
    CLOSED.store(closed, Ordering::Relaxed);
}

/// F_GETFD changes nothing, and fails for one reason only: EBADF, there is no such descriptor.
#[expect(unsafe_code, reason = "rustix would take an open descriptor as given, which is the question here")]
fn is_closed(descriptor: u8) -> bool {
    // SAFETY: The C library is ready when it calls `look`. F_GETFD takes any number for a descriptor, has no third argument,
    // and neither reads nor writes memory of ours; a failure sets `errno`, which nobody has read yet.
    unsafe { libc::fcntl(i32::from(descriptor), libc::F_GETFD) == -1 }
}
