//! A process whose limit on locked memory is 8 MiB, as most users have it: what is in locked memory, and what is not.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking, and says what it did")]

use std::{alloc::System, fs, hint::black_box, thread};

use locked_heap::{LARGEST_SMALL, STACK, SplitAllocator, lock_heap, lock_stack};
use rustix::{
    process::{Resource, Rlimit, setrlimit},
    thread::{CapabilitySet, capabilities, set_capabilities},
};

#[global_allocator]
static ALLOCATOR: SplitAllocator<System> = SplitAllocator::new(System);

const LIMIT: u64 = 8 << 20;
const HEAP: usize = 4 << 20;

fn main() {
    as_most_users();
    assert!(lock_heap(12 << 20).is_err(), "more than the limit");
    assert!(!is_locked(&*Box::new(1_u8)), "nothing is locked yet");

    lock_heap(HEAP).unwrap();
    // Blocks of all sizes, freed and taken again, in threads as well.
    let of_a_thread = || (0..200).map(|size| vec![1_u8; 1 + size * size % LARGEST_SMALL]).collect::<Vec<_>>();
    for _ in 0..3 {
        let blocks = of_a_thread();
        assert!(blocks.iter().all(|block| is_locked(block.as_ptr()) && is_locked(&raw const block[block.len() - 1])));
        drop(blocks);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| Box::new([7_u8; 1000]))).collect();
            let boxes: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
            assert!(boxes.iter().all(|one| is_locked(one.as_ptr())));
        });
    }
    // What a program grows a little at a time has moved often, and is locked all the same.
    let mut text = String::new();
    (0..LARGEST_SMALL).for_each(|_| text.push('x'));
    assert!(is_locked(text.as_ptr()) && text.bytes().all(|byte| byte == b'x'));
    // Larger blocks are not, and take nothing of the limit.
    let large = vec![1_u8; 64 << 20];
    assert!(!is_locked(large.as_ptr()));
    // More than there is room for: what comes last is not locked, and is given.
    let many: Vec<_> = (0..2 * HEAP / 1000).map(|_| vec![1_u8; 1000]).collect();
    assert!(is_locked(many[0].as_ptr()) && !is_locked(many[many.len() - 1].as_ptr()));
    drop(many);

    stack_is_locked_next();
    thread::spawn(stack_is_locked_next).join().unwrap();
    assert!(locked_kilobytes() * 1024 < LIMIT);

    // The limit is reached: another stack cannot be locked, and the thread goes on.
    setrlimit(Resource::Memlock, Rlimit { current: Some(1 << 20), maximum: Some(1 << 20) }).unwrap();
    thread::spawn(|| assert!(lock_stack().is_err())).join().unwrap();
    println!("test result: ok. {} KiB are locked", locked_kilobytes());
}

/// Without the capability that lifts the limit, which root has.
fn as_most_users() {
    let mut sets = capabilities(None).unwrap();
    sets.effective.remove(CapabilitySet::IPC_LOCK);
    sets.permitted.remove(CapabilitySet::IPC_LOCK);
    set_capabilities(None, sets).unwrap();
    setrlimit(Resource::Memlock, Rlimit { current: Some(LIMIT), maximum: Some(LIMIT) }).unwrap();
}

fn stack_is_locked_next() {
    lock_stack().unwrap();
    deep();
}

#[inline(never)]
fn deep() {
    let array = black_box([1_u8; STACK / 2]);
    assert!(is_locked(&raw const array[0]) && is_locked(&raw const array[STACK / 2 - 1]));
}

/// Whether the kernel has the mapping that the address is in as locked.
fn is_locked(address: *const u8) -> bool {
    let maps = fs::read_to_string("/proc/self/smaps").unwrap();
    let mut is_inside = false;
    for line in maps.lines() {
        if let Some((from, to)) = line.split_once(' ').and_then(|(range, _)| range.split_once('-')) {
            let number = |text| usize::from_str_radix(text, 16).ok();
            if let (Some(from), Some(to)) = (number(from), number(to)) {
                is_inside = (from..to).contains(&address.addr());
            }
        }
        if let Some(flags) = line.strip_prefix("VmFlags:").filter(|_| is_inside) {
            return flags.split_whitespace().any(|flag| flag == "lo");
        }
    }
    panic!("no mapping has {address:?}");
}

fn locked_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
