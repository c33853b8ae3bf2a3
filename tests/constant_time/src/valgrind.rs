//! Requests to valgrind: an instruction sequence that does nothing on a processor and that valgrind recognises
//! (`valgrind.h`, `memcheck.h` of valgrind 3.19).

use std::mem::size_of_val;

const RUNNING_ON_VALGRIND: usize = 0x1001;
const COUNT_ERRORS: usize = 0x1201;
/// Memcheck's requests begin with the letters `M` and `C`.
const MEMCHECK: usize = (b'M' as usize) << 24 | (b'C' as usize) << 16;
const MAKE_MEM_UNDEFINED: usize = MEMCHECK + 1;
const MAKE_MEM_DEFINED: usize = MEMCHECK + 2;
const GET_VBITS: usize = MEMCHECK + 8;

/// Whether the program runs under valgrind.
pub(crate) fn is_running() -> bool {
    request([RUNNING_ON_VALGRIND, 0, 0, 0, 0, 0]) != 0
}

/// How many errors there were so far, each as often as it occurred, but for those that the suppressions name.
pub(crate) fn errors() -> usize {
    request([COUNT_ERRORS, 0, 0, 0, 0, 0])
}

/// From now on these bytes are a secret, and so is what is computed from them. The bytes themselves stay as they are.
pub(crate) fn make_secret(bytes: &mut [u8]) {
    request([MAKE_MEM_UNDEFINED, bytes.as_mut_ptr() as usize, bytes.len(), 0, 0, 0]);
}

/// This value, for as far as it stands in one place, is public.
pub(crate) fn make_public<T: ?Sized>(value: &T) {
    request([MAKE_MEM_DEFINED, std::ptr::from_ref(value).cast::<u8>() as usize, size_of_val(value), 0, 0, 0]);
}

/// Whether each of the first eight bytes of a value is a secret, or depends on one.
pub(crate) fn is_secret<T: ?Sized>(value: &T) -> bool {
    let mut undefined = [0u8; 8];
    assert!(size_of_val(value) >= undefined.len(), "the value is too small to tell");
    let place = std::ptr::from_ref(value).cast::<u8>() as usize;
    let answer = request([GET_VBITS, place, undefined.as_mut_ptr() as usize, undefined.len(), 0, 0]);
    assert_eq!(answer, 1, "valgrind does not tell");
    std::hint::black_box(undefined).iter().all(|bits| *bits != 0)
}

#[cfg(target_arch = "x86_64")]
fn request(arguments: [usize; 6]) -> usize {
    let mut result = 0;
    // SAFETY: on a processor these are rotations of one register that add up to 128 bits, and an exchange of another with
    // itself: nothing changes. Valgrind reads the six arguments, and marks memory, which it leaves as it is.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            inout("rdx") result,
            in("rax") arguments.as_ptr(),
            inout("rdi") 0usize => _,
            options(nostack),
        );
    }
    result
}

/// As on a processor: elsewhere the check is not made.
#[cfg(not(target_arch = "x86_64"))]
fn request(_: [usize; 6]) -> usize {
    0
}
