//! Counts allocations, thread by thread, in the booth's own tests: the real-time callback must make none, and an hour must
//! not hold more than a minute.

#![allow(
    unsafe_code,
    reason = "an allocator is an unsafe trait; this one only counts and hands on to the system's"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
    static HELD: Cell<i64> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(more: usize, less: usize) {
    // A thread that is ending has no counters any more, and nobody asks it.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    let _ =
        HELD.try_with(|held| held.set(held.get() + more.cast_signed() as i64 - less.cast_signed() as i64));
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.realloc(memory, layout, size) }
    }
}

/// Allocations, frees and reallocations made so far by the thread that asks.
pub(crate) fn on_this_thread() -> u64 {
    COUNT.with(Cell::get)
}

/// Bytes that the thread that asks has allocated and not freed.
pub(crate) fn held_on_this_thread() -> i64 {
    HELD.with(Cell::get)
}

#[test]
fn an_allocation_is_counted() {
    let before = on_this_thread();
    let boxed = std::hint::black_box(Box::new(7));
    assert_eq!(on_this_thread() - before, 1);
    drop(boxed);
    assert_eq!(on_this_thread() - before, 2);
}
