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

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::ptr::from_ref;

    use super::*;
    use crate::own_memory::bytes_at;

    const MARK: [u8; 16] = [0xa7; 16];

    /// Marks the stack downwards from this address, 28 KiB of it and more, and says how far it came.
    #[inline(never)]
    fn mark_below(top: usize) -> usize {
        let frame = black_box([MARK; 8]);
        let here = from_ref(&frame).addr();
        let deepest = if top - here < 28 * 1024 { mark_below(top) } else { here };
        black_box(&frame);
        deepest
    }

    fn is_marked(deepest: usize, top: usize) -> bool {
        bytes_at(deepest, top - deepest).unwrap().windows(MARK.len()).any(|bytes| bytes == MARK)
    }

    #[test]
    fn what_the_work_left_on_the_stack_is_gone() {
        let place = black_box(0_u8);
        let top = from_ref(&place).addr();
        let deepest = apart(|| mark_below(top));
        assert!(is_marked(deepest, top), "it stays where nobody wipes it");
        let deepest = on_wiped_stack(|| mark_below(top));
        assert!(!is_marked(deepest, top));
    }
}
