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

#[cfg(all(test, target_os = "linux"))]
#[allow(unsafe_code, reason = "the C library's locale and number calls")]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{Model, hearing};

    /// How the C library reads "1,5" here: 1.5 with a decimal comma, 1 with a point.
    fn one_comma_five() -> f64 {
        // SAFETY: a static C string, and no interest in where the number ends.
        unsafe { libc::strtod(c"1,5".as_ptr(), std::ptr::null_mut()) }
    }

    #[test]
    fn a_decimal_comma_changes_nothing_of_what_is_heard() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let model = Model::load(&project.join("models/speech/en-us")).unwrap();
        let hear =
            || hearing::listen(&project.join("tests/fixtures/short-answer.wav"), &model, |_| {}).unwrap();
        let before = hear();
        // SAFETY: a static C string; the tests beside this one call nothing that depends on the locale.
        let set = unsafe { libc::setlocale(libc::LC_ALL, c"de_DE.UTF-8".as_ptr()) };
        assert!(!set.is_null(), "the locale de_DE.UTF-8 is not there; scripts/setup.sh test makes it");
        assert!((one_comma_five() - 1.5).abs() < 1e-9, "the locale has no decimal comma");
        assert!((with_decimal_points(one_comma_five) - 1.0).abs() < 1e-9);
        assert_eq!(hear(), before);
        assert!((one_comma_five() - 1.5).abs() < 1e-9, "the thread's own locale was not put back");
    }
}
