//! Work of other libraries on secrets, whose locals stay on the stack until something else is put there.

use std::hint::black_box;

use zeroize::Zeroize;

/// More than the deepest of that work takes.
const DEPTH: usize = 32 * 1024;

/// Does the work, and wipes the part of the stack that it has used. What it returns should keep its secrets on the heap: a
/// value that is moved leaves a copy in the frame of whoever called this.
#[doc(hidden)]
pub fn on_wiped_stack<T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    wipe();
    result
}

/// In a frame of its own, which ends before the stack is wiped.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Puts zeros where the frames of the work were.
#[inline(never)]
fn wipe() {
    let mut frames = [0xff_u8; DEPTH];
    black_box(&mut frames);
    frames.zeroize();
}
