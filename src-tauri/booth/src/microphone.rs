//! Microphones: which there are, and one that is open.
//!
//! The callback runs on the system's real-time thread: it converts samples, pushes them into the ring and counts
//! what did not fit. It does not allocate, lock or log. Everything else happens on the take's worker thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{FromSample, SizedSample};
use rtrb::{Consumer, Producer, RingBuffer};

use crate::formats::in_format;
#[cfg(target_os = "linux")]
use crate::pulse;

/// The ring holds this much sound: a worker that is late by less loses nothing.
const RING_S: usize = 4;

/// An input device as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What the system calls it; stable across runs where the system allows.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Why no sound can be had.
#[derive(Debug, thiserror::Error)]
pub enum MicrophoneError {
    /// The system has no input device at all.
    #[error("no microphone was found; plug one in, or check that the system's sound service is running")]
    None,
    /// The chosen one is not there any more.
    #[error("the microphone '{0}' is not connected; plug it in or choose another")]
    Gone(String),
    /// It is there and cannot be opened.
    #[error("the microphone '{device}' cannot be opened: {reason}")]
    Closed {
        /// Its name.
        device: String,
        /// What the system says.
        reason: String,
    },
    /// It delivers a kind of samples that sound never has.
    #[error("the microphone '{device}' delivers {format} samples, which Retake cannot read")]
    Format {
        /// Its name.
        device: String,
        /// The format's name.
        format: String,
    },
}

/// What the user sees instead of the default's own name, which may be another tomorrow.
const DEFAULT_NAME: &str = "System default";

/// The system's default, then every real input device.
pub fn devices() -> Result<Vec<Device>, MicrophoneError> {
    #[cfg(target_os = "linux")]
    let devices = match pulse::sources() {
        Some(sources) => of_the_server(&sources, pulse::default_source().is_some()),
        None => of_the_system()?,
    };
    #[cfg(not(target_os = "linux"))]
    let devices = of_the_system()?;
    if devices.is_empty() { Err(MicrophoneError::None) } else { Ok(devices) }
}

fn default_device() -> Device {
    Device { id: String::new(), name: DEFAULT_NAME.to_owned() }
}

#[cfg(target_os = "linux")]
fn of_the_server(sources: &[pulse::Source], has_default: bool) -> Vec<Device> {
    let named = sources.iter().map(|source| Device { id: pulse_id(source), name: source.name.clone() });
    has_default.then(default_device).into_iter().chain(named).collect()
}

#[cfg(target_os = "linux")]
fn pulse_id(source: &pulse::Source) -> String {
    format!("pulse:{}", source.id)
}

fn of_the_system() -> Result<Vec<Device>, MicrophoneError> {
    keep_alsa_quiet();
    let host = cpal::default_host();
    let mut devices = Vec::new();
    if let Some(device) = host.default_input_device()
        && device.default_input_config().is_ok()
    {
        devices.push(default_device());
    }
    let all = host.input_devices().map_err(|_| MicrophoneError::None)?;
    for device in all {
        let Ok(id) = device.id() else { continue };
        if is_real(id.id()) && device.default_input_config().is_ok() {
            devices.push(Device { id: id.to_string(), name: name_of(&device) });
        }
    }
    Ok(devices)
}

/// The device with this id *and* this name. An id may stand for another device today (a card's number), and a device may
/// have got another id (another port): then its name finds it, if only one device has it.
#[must_use]
pub fn same<'a>(devices: &'a [Device], id: &str, name: &str) -> Option<&'a Device> {
    let exact = devices.iter().find(|device| device.id == id && (id.is_empty() || device.name == name));
    exact.or_else(|| {
        let mut named =
            devices.iter().filter(|device| !id.is_empty() && !device.id.is_empty() && device.name == name);
        named.next().filter(|_| named.next().is_none())
    })
}

/// The ids of what is plugged in, without opening any of it: cheap enough to be asked again and again.
#[must_use]
pub fn plugged_in() -> Vec<String> {
    #[cfg(target_os = "linux")]
    if let Some(sources) = pulse::sources() {
        return sources.iter().map(pulse_id).collect();
    }
    keep_alsa_quiet();
    let ids = cpal::default_host().devices().map(|devices| {
        devices
            .filter_map(|device| device.id().ok())
            .map(|id| id.id().to_owned())
            .filter(|id| is_real(id))
            .collect()
    });
    ids.unwrap_or_default()
}

/// ALSA's library tells the terminal of every plugin that finds no hardware. What matters comes back as an error.
pub(crate) fn keep_alsa_quiet() {
    #[cfg(target_os = "linux")]
    if let Err(error) = alsa::Output::local_error_handler() {
        tracing::debug!(%error, "ALSA's messages go to the terminal");
    }
}

/// ALSA lists its plugins as if they were devices ("Discard all samples", "Rate Converter Plugin"). The ones that
/// stand for hardware name a card, and `sysdefault` is the one of them that converts nothing twice.
fn is_real(id: &str) -> bool {
    if cfg!(target_os = "linux") { id.starts_with("sysdefault:CARD=") } else { true }
}

fn name_of(device: &cpal::Device) -> String {
    let name = device.description().map(|description| description.name().to_owned());
    name.unwrap_or_else(|_| device.to_string())
}

/// Twenty milliseconds, where the device takes it: what sound systems choose by themselves wakes the callback up to
/// several hundred times a second.
fn period(rate_hz: u32, supported: cpal::SupportedBufferSize) -> cpal::BufferSize {
    let wanted = rate_hz / 50;
    match supported {
        // Two of them must fit.
        cpal::SupportedBufferSize::Range { min, max } if min <= wanted && 2 * wanted <= max => {
            cpal::BufferSize::Fixed(wanted)
        }
        _ => cpal::BufferSize::Default,
    }
}

/// An open microphone. Closed when dropped.
pub struct Microphone {
    /// What people call it.
    pub name: String,
    /// Frames a second.
    pub rate_hz: u32,
    /// Channels that lie interleaved.
    pub channels: u16,
    samples: Consumer<f32>,
    shared: Arc<Shared>,
    _open: KeptOpen,
}

/// What keeps a microphone open; dropped, it is closed.
#[expect(dead_code, reason = "kept to be dropped")]
enum KeptOpen {
    System(cpal::Stream),
    #[cfg(target_os = "linux")]
    Server(pulse::Recording),
    #[cfg(test)]
    Script,
}

#[derive(Default)]
struct Shared {
    /// Samples that did not fit into the ring.
    lost: AtomicU32,
    /// How often the system itself has dropped sound.
    overruns: AtomicU32,
    /// The system has taken the device away.
    gone: AtomicBool,
}

impl Microphone {
    /// Opens a device on its default configuration; an empty id is the system's default.
    pub fn open(id: &str) -> Result<Self, MicrophoneError> {
        #[cfg(target_os = "linux")]
        if let Some(sources) = pulse::sources() {
            return Self::open_at_server(id, sources);
        }
        keep_alsa_quiet();
        let host = cpal::default_host();
        let device = if id.is_empty() {
            host.default_input_device().ok_or(MicrophoneError::None)?
        } else {
            // Not `device_by_id`: cpal 0.18 appends a device number there that none of its own ids has.
            let mut all = host.input_devices().map_err(|_| MicrophoneError::None)?;
            all.find(|device| device.id().is_ok_and(|found| found.to_string() == id))
                .ok_or_else(|| MicrophoneError::Gone(id.to_owned()))?
        };
        let name = if id.is_empty() { DEFAULT_NAME.to_owned() } else { name_of(&device) };
        let closed =
            |error: cpal::Error| MicrophoneError::Closed { device: name.clone(), reason: error.to_string() };
        let supported = device.default_input_config().map_err(closed)?;
        let format = supported.sample_format();
        let mut config = supported.config();
        config.buffer_size = period(config.sample_rate, *supported.buffer_size());
        let (rate_hz, channels) = (config.sample_rate, config.channels);

        let (ring, samples) = ring(rate_hz, channels);
        let shared = Arc::new(Shared::default());
        let open = Open { device: &device, config, ring, shared: shared.clone() };
        let stream = in_format!(format, open)
            .ok_or_else(|| MicrophoneError::Format { device: name.clone(), format: format.to_string() })?
            .map_err(closed)?;
        stream.play().map_err(closed)?;
        Ok(Self { name, rate_hz, channels, samples, shared, _open: KeptOpen::System(stream) })
    }

    #[cfg(target_os = "linux")]
    fn open_at_server(id: &str, sources: Vec<pulse::Source>) -> Result<Self, MicrophoneError> {
        let (source, name) = if id.is_empty() {
            let source = pulse::default_source().ok_or(MicrophoneError::None)?;
            (source, DEFAULT_NAME.to_owned())
        } else {
            let mut sources = sources.into_iter();
            let source = sources.find(|source| pulse_id(source) == id);
            let source = source.ok_or_else(|| MicrophoneError::Gone(id.to_owned()))?;
            let name = source.name.clone();
            (source, name)
        };
        let (rate_hz, channels) = (source.rate_hz, source.channels);
        let (mut ring, samples) = ring(rate_hz, channels);
        let shared = Arc::new(Shared::default());
        let (heard, gone) = (shared.clone(), shared.clone());
        let recording = pulse::record(
            &source,
            move |bytes| hand_over(bytes.chunks_exact(4).map(from_bytes), &mut ring, &heard.lost),
            move || gone.gone.store(true, Ordering::Relaxed),
        )
        .map_err(|reason| MicrophoneError::Closed { device: name.clone(), reason })?;
        Ok(Self { name, rate_hz, channels, samples, shared, _open: KeptOpen::Server(recording) })
    }

    /// Moves what has arrived, in whole frames, to the end of `interleaved`.
    pub(crate) fn drain(&mut self, interleaved: &mut Vec<f32>) {
        let waiting = self.samples.slots();
        let whole = waiting - waiting % usize::from(self.channels.max(1));
        if let Ok(chunk) = self.samples.read_chunk(whole) {
            let (first, second) = chunk.as_slices();
            interleaved.extend_from_slice(first);
            interleaved.extend_from_slice(second);
            chunk.commit_all();
        }
    }

    /// Samples lost so far, counted at 16 kHz mono as everything behind the microphone is.
    pub(crate) fn lost_samples(&self) -> u32 {
        let lost = u64::from(self.shared.lost.load(Ordering::Relaxed));
        let a_second = u64::from(self.rate_hz) * u64::from(self.channels.max(1));
        u32::try_from(lost * u64::from(crate::RATE_HZ) / a_second.max(1)).unwrap_or(u32::MAX)
    }

    /// How often the system itself has dropped sound so far.
    pub(crate) fn overruns(&self) -> u32 {
        self.shared.overruns.load(Ordering::Relaxed)
    }

    /// Whether the system has taken the device away.
    pub(crate) fn is_gone(&self) -> bool {
        self.shared.gone.load(Ordering::Relaxed)
    }
}

struct Open<'a> {
    device: &'a cpal::Device,
    config: cpal::StreamConfig,
    ring: Producer<f32>,
    shared: Arc<Shared>,
}

impl Open<'_> {
    fn stream<T>(mut self) -> Result<cpal::Stream, cpal::Error>
    where
        T: SizedSample,
        f32: FromSample<T>,
    {
        let heard = self.shared.clone();
        self.device.build_input_stream::<T, _, _>(
            self.config,
            move |samples: &[T], _| {
                let samples = samples.iter().map(|&sample| sample.to_sample::<f32>());
                hand_over(samples, &mut self.ring, &heard.lost);
            },
            move |error| match error.kind() {
                cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::StreamInvalidated => {
                    self.shared.gone.store(true, Ordering::Relaxed);
                }
                cpal::ErrorKind::Xrun => {
                    self.shared.overruns.fetch_add(1, Ordering::Relaxed);
                }
                _ => {}
            },
            None,
        )
    }
}

fn ring(rate_hz: u32, channels: u16) -> (Producer<f32>, Consumer<f32>) {
    RingBuffer::new(RING_S * rate_hz as usize * usize::from(channels.max(1)))
}

/// The whole of the real-time work.
fn hand_over(samples: impl ExactSizeIterator<Item = f32>, ring: &mut Producer<f32>, lost: &AtomicU32) {
    let came = samples.len();
    let fits = came.min(ring.slots());
    if let Ok(chunk) = ring.write_chunk_uninit(fits) {
        chunk.fill_from_iter(samples);
    }
    if fits < came {
        lost.fetch_add((came - fits) as u32, Ordering::Relaxed);
    }
}

#[cfg(target_os = "linux")]
fn from_bytes(sample: &[u8]) -> f32 {
    sample.try_into().map_or(0.0, f32::from_le_bytes)
}

/// A microphone whose sound comes from a test.
#[cfg(test)]
pub(crate) struct Script {
    ring: Producer<f32>,
    shared: Arc<Shared>,
}

#[cfg(test)]
impl Script {
    pub(crate) fn microphone(name: &str, rate_hz: u32, channels: u16) -> (Microphone, Self) {
        let (ring, samples) = ring(rate_hz, channels);
        let shared = Arc::new(Shared::default());
        let microphone = Microphone {
            name: name.to_owned(),
            rate_hz,
            channels,
            samples,
            shared: shared.clone(),
            _open: KeptOpen::Script,
        };
        (microphone, Self { ring, shared })
    }

    pub(crate) fn says(&mut self, samples: &[f32]) {
        hand_over(samples.iter().copied(), &mut self.ring, &self.shared.lost);
    }

    pub(crate) fn is_unplugged(&self) {
        self.shared.gone.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use cpal::Sample;

    use super::*;

    #[test]
    fn what_does_not_fit_the_ring_is_counted_and_the_rest_is_kept() {
        let (mut producer, mut consumer) = RingBuffer::new(4);
        let lost = AtomicU32::new(0);
        hand_over([1.0, 0.0, -1.0].into_iter(), &mut producer, &lost);
        hand_over([0.0, 0.0, 0.0].into_iter(), &mut producer, &lost);
        assert_eq!(lost.load(Ordering::Relaxed), 2);
        assert_eq!(consumer.slots(), 4);
        assert!((consumer.pop().unwrap() - 1.0).abs() < 1e-3);
    }

    #[test]
    fn handing_over_never_allocates() {
        let (mut producer, mut consumer) = RingBuffer::new(16_384);
        let lost = AtomicU32::new(0);
        let samples: Vec<i16> = (0..8_192).map(|n| n as i16).collect();
        // A small generator of our own: the same sizes in every run.
        let mut state = 0x2545_f491_u32;
        let (mut handed, mut allocated) = (0_u64, 0);
        for _ in 0..100_000 {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let size = state as usize % samples.len();
            let before = crate::allocations::on_this_thread();
            let some = samples[..size].iter().map(|&sample| sample.to_sample::<f32>());
            hand_over(some, &mut producer, &lost);
            allocated += crate::allocations::on_this_thread() - before;
            handed += size as u64;
            // The worker is sometimes late, so that the full ring is tried as well.
            if !state.is_multiple_of(5) {
                let waiting = consumer.slots();
                consumer.read_chunk(waiting).unwrap().commit_all();
            }
        }
        assert_eq!(allocated, 0, "allocations in the callback");
        let lost = u64::from(lost.load(Ordering::Relaxed));
        assert!(lost > 0 && lost < handed, "{lost} of {handed} lost: the full ring was not tried");
    }

    #[test]
    fn a_microphone_is_known_by_id_and_name_and_never_taken_for_another() {
        let device = |id: &str, name: &str| Device { id: id.to_owned(), name: name.to_owned() };
        let devices = [
            device("", "System default"),
            device("alsa:1", "Yeti"),
            device("alsa:2", "USB Audio"),
            device("alsa:3", "USB Audio"),
        ];
        let found = |id, name| same(&devices, id, name).map(|device| device.id.as_str());
        assert_eq!(found("", "System default"), Some(""));
        assert_eq!(found("alsa:1", "Yeti"), Some("alsa:1"));
        assert_eq!(found("alsa:9", "Yeti"), Some("alsa:1"), "plugged into another port");
        assert_eq!(found("alsa:1", "Headset"), None, "another device in its port");
        assert_eq!(found("alsa:3", "USB Audio"), Some("alsa:3"));
        assert_eq!(found("alsa:9", "USB Audio"), None, "either of two");
        assert_eq!(found("alsa:9", "System default"), None, "not a device of its own any more");
    }

    #[test]
    fn plugins_are_no_microphones() {
        if cfg!(target_os = "linux") {
            for plugin in
                ["null", "pulse", "default", "lavrate", "upmix", "hw:CARD=0,DEV=0", "plughw:CARD=0,DEV=0"]
            {
                assert!(!is_real(plugin), "{plugin}");
            }
            assert!(is_real("sysdefault:CARD=Yeti"));
        }
    }
}
