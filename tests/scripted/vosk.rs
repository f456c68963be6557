//! libvosk's C interface, as far as the booth uses it, with a script in place of the recogniser. Whoever includes it has a
//! `script` beside it that says what is heard.

use std::cell::RefCell;
use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr::NonNull;

use super::script;

/// What the recogniser is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The words that stand.
    Result,
    /// What may still change.
    Partial,
    /// The words it still holds.
    Final,
}

thread_local! {
    /// The last answer, valid until the next question, as libvosk has it.
    static ANSWER: RefCell<CString> = RefCell::default();
}

fn answer(asked: Asked) -> *const c_char {
    // A C string ends at its first zero.
    let bytes = script::says(asked).into_iter().take_while(|&byte| byte != 0).collect::<Vec<u8>>();
    ANSWER.replace(CString::new(bytes).expect("no zero is left"));
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// Something that is there and never looked at.
fn handle() -> *mut c_void {
    NonNull::dangling().as_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn vosk_model_new(_: *const c_char) -> *mut c_void {
    handle()
}

#[unsafe(no_mangle)]
extern "C" fn vosk_model_free(_: *mut c_void) {}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_new(_: *mut c_void, _: f32) -> *mut c_void {
    script::begins();
    handle()
}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_free(_: *mut c_void) {}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_set_words(_: *mut c_void, _: c_int) {}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_accept_waveform_s(_: *mut c_void, _: *const i16, samples: c_int) -> c_int {
    c_int::from(script::accepts(samples as usize))
}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_result(_: *mut c_void) -> *const c_char {
    answer(Asked::Result)
}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_partial_result(_: *mut c_void) -> *const c_char {
    answer(Asked::Partial)
}

#[unsafe(no_mangle)]
extern "C" fn vosk_recognizer_final_result(_: *mut c_void) -> *const c_char {
    answer(Asked::Final)
}

#[unsafe(no_mangle)]
extern "C" fn vosk_set_log_level(_: c_int) {}
