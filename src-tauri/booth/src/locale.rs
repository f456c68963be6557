//! Decimal points. libvosk prints its JSON and reads its settings through the C library, which writes a comma
//! under many locales; the window's toolkit sets such a locale for the whole process. Every call into libvosk
//! goes through [`with_decimal_points`].

/// Runs `call` with the numeric locale "C" on this thread alone.
#[cfg(unix)]
pub(crate) fn with_decimal_points<T>(call: impl FnOnce() -> T) -> T {
    let _guard = unix::CNumbers::enter();
    call()
}

/// Elsewhere the process keeps the "C" locale unless it is told otherwise, and nothing of ours tells it.
#[cfg(not(unix))]
pub(crate) fn with_decimal_points<T>(call: impl FnOnce() -> T) -> T {
    call()
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "the C library's locale calls; the locale object lives as long as the process")]
mod unix {
    use std::sync::OnceLock;

    struct Locale(libc::locale_t);
    // SAFETY: a locale_t is immutable once made, and this one is never freed.
    unsafe impl Send for Locale {}
    // SAFETY: as above.
    unsafe impl Sync for Locale {}

    static C: OnceLock<Locale> = OnceLock::new();

    /// Puts the thread's former locale back when dropped, also when the call panics.
    pub(super) struct CNumbers(libc::locale_t);

    impl CNumbers {
        pub(super) fn enter() -> Self {
            let c = C.get_or_init(|| {
                // SAFETY: a valid mask, a static C string, and no base locale.
                Locale(unsafe { libc::newlocale(libc::LC_NUMERIC_MASK, c"C".as_ptr(), std::ptr::null_mut()) })
            });
            // SAFETY: `c.0` is a locale made above, or null, which only asks for the current one.
            CNumbers(unsafe { libc::uselocale(c.0) })
        }
    }

    impl Drop for CNumbers {
        fn drop(&mut self) {
            // SAFETY: what `uselocale` returned may be given back to it.
            unsafe { libc::uselocale(self.0) };
        }
    }
}
