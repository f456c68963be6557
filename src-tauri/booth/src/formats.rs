//! The sample formats that sound devices have: a stream is opened with the type that fits the device's.

/// `open.stream::<T>()` with the type of a sample format; `None` for one that sound never has.
macro_rules! in_format {
    ($format:expr, $open:expr) => {
        match $format {
            cpal::SampleFormat::I8 => Some($open.stream::<i8>()),
            cpal::SampleFormat::I16 => Some($open.stream::<i16>()),
            cpal::SampleFormat::I24 => Some($open.stream::<cpal::I24>()),
            cpal::SampleFormat::I32 => Some($open.stream::<i32>()),
            cpal::SampleFormat::I64 => Some($open.stream::<i64>()),
            cpal::SampleFormat::U8 => Some($open.stream::<u8>()),
            cpal::SampleFormat::U16 => Some($open.stream::<u16>()),
            cpal::SampleFormat::U24 => Some($open.stream::<cpal::U24>()),
            cpal::SampleFormat::U32 => Some($open.stream::<u32>()),
            cpal::SampleFormat::U64 => Some($open.stream::<u64>()),
            cpal::SampleFormat::F32 => Some($open.stream::<f32>()),
            cpal::SampleFormat::F64 => Some($open.stream::<f64>()),
            _ => None,
        }
    };
}

pub(crate) use in_format;
