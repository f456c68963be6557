//! Microphones behind a PulseAudio server, or PipeWire in its place: Linux desktops have one or the other. It is spoken
//! to directly because ALSA's way to it loses the microphones' names and keeps a core busy with asking.
//!
//! One connection for as long as the program runs. A server that hangs takes nobody with it: what is asked of it is
//! asked on a thread that nobody has to wait for.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use futures_executor::block_on;
use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    ChannelMap, ChannelPosition, DEFAULT_SOURCE, RecordStreamParams, SampleFormat, SampleSpec, SourceInfo,
};
use pulseaudio::{Client, ClientError};

/// What the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is asked whether a microphone is still there.
const LOOK: Duration = Duration::from_millis(250);
/// So many times a second sound is handed over.
const FRAGMENTS_A_SECOND: u32 = 25;
/// More than any microphone has.
const MOST_CHANNELS: u8 = 32;

static SERVER: Mutex<Option<Client>> = Mutex::new(None);

/// A microphone the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// Stable for as long as the device is in the same port.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: String,
    pub(crate) rate_hz: u32,
    pub(crate) channels: u16,
    index: u32,
}

/// Every microphone, if there is a server at all.
pub(crate) fn sources() -> Option<Vec<Source>> {
    let all = ask(|server| block_on(server.list_sources())).ok()?;
    Some(all.iter().filter_map(Source::from_info).collect())
}

/// The one the server takes by itself.
pub(crate) fn default_source() -> Option<Source> {
    let found = ask(|server| block_on(server.source_info_by_name(DEFAULT_SOURCE.to_owned()))).ok()?;
    Source::from_info(&found)
}

impl Source {
    /// None for what a loudspeaker plays: that is no microphone.
    fn from_info(info: &SourceInfo) -> Option<Self> {
        let id = info.name.to_str().ok()?.to_owned();
        let channels = info.sample_spec.channels;
        if info.monitor_of_sink_index.is_some() || !(1..=MOST_CHANNELS).contains(&channels) {
            return None;
        }
        let name = info.description.as_ref().map(|name| name.to_string_lossy().into_owned());
        Some(Self {
            name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone()),
            id,
            rate_hz: info.sample_spec.sample_rate,
            channels: channels.into(),
            index: info.index,
        })
    }
}

/// A microphone being listened to. Closed when dropped.
pub(crate) struct Recording {
    _until: mpsc::Sender<()>,
}

/// Listens to a microphone: `hear` gets its sound as interleaved little-endian floats, on the connection's thread;
/// `is_gone` is called once if the microphone or the server goes away.
pub(crate) fn record(
    source: &Source,
    hear: impl FnMut(&[u8]) + Send + 'static,
    is_gone: impl FnOnce() + Send + 'static,
) -> Result<Recording, String> {
    let server = server()?;
    let params = params(source);
    let (until, ended) = mpsc::channel::<()>();
    let (opened, is_open) = mpsc::channel();
    let keep_open = move || {
        let stream = match block_on(server.create_record_stream(params, hear)) {
            Ok(stream) => stream,
            Err(error) => return drop(opened.send(Err(said(&error)))),
        };
        let _ = opened.send(Ok(()));
        // Nobody tells the client that its stream has ended. Whoever asks about one that has is refused.
        while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            if let Err(error) = block_on(stream.timing_info()) {
                tracing::warn!(%error, "the microphone has gone");
                return is_gone();
            }
        }
    };
    thread::Builder::new()
        .name("microphone".to_owned())
        .spawn(keep_open)
        .map_err(|error| error.to_string())?;
    is_open.recv_timeout(PATIENCE).map_err(|_| "the sound server does not answer".to_owned())??;
    Ok(Recording { _until: until })
}

fn params(source: &Source) -> RecordStreamParams {
    let channels = source.channels as u8;
    let a_second =
        source.rate_hz * u32::from(source.channels) * SampleFormat::Float32Le.bytes_per_sample() as u32;
    RecordStreamParams {
        sample_spec: SampleSpec { format: SampleFormat::Float32Le, channels, sample_rate: source.rate_hz },
        channel_map: ChannelMap::new(std::iter::repeat_n(ChannelPosition::Mono, channels.into())),
        source_index: Some(source.index),
        buffer_attr: BufferAttr { fragment_size: a_second / FRAGMENTS_A_SECOND, ..BufferAttr::default() },
        flags: StreamFlags {
            adjust_latency: true,
            // The channels as they are: the loudest is looked for here.
            no_remap_channels: true,
            no_remix_channels: true,
            // When it is unplugged the speaker is told; another one is never put in its place unasked.
            no_move: true,
            ..StreamFlags::default()
        },
        ..RecordStreamParams::default()
    }
}

/// Asks on the one connection; if that has been lost, on a new one.
fn ask<T: Send + 'static>(
    question: impl Fn(Client) -> Result<T, ClientError> + Send + Clone + 'static,
) -> Result<T, String> {
    let again = question.clone();
    let first = server()?;
    match patiently(move || question(first))? {
        Err(error) if is_lost(&error) => {
            *SERVER.lock().unwrap_or_else(PoisonError::into_inner) = None;
            let second = server()?;
            patiently(move || again(second))?.map_err(|error| said(&error))
        }
        answer => answer.map_err(|error| said(&error)),
    }
}

fn server() -> Result<Client, String> {
    let mut known = SERVER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = &*known {
        return Ok(server.clone());
    }
    let server = patiently(connect)?.map_err(|error| said(&error))?;
    *known = Some(server.clone());
    Ok(server)
}

const COOKIE_LENGTH: usize = 256;

fn connect() -> Result<Client, ClientError> {
    let socket = pulseaudio::socket_path_from_env().ok_or(ClientError::ServerUnavailable)?;
    // Whoever keeps their configuration elsewhere keeps the server's cookie there; the client library does not look.
    let elsewhere = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|_| std::env::var_os("PULSE_COOKIE").is_none())
        .map(|folder| PathBuf::from(folder).join("pulse/cookie"))
        .filter(|cookie| cookie.exists());
    let cookie =
        elsewhere.or_else(pulseaudio::cookie_path_from_env).and_then(|path| std::fs::read(path).ok());
    // Where nobody has made a cookie yet, a server that asks for none still wants one of the right length.
    let cookie = cookie.unwrap_or_else(|| vec![0; COOKIE_LENGTH]);
    Client::new_unix(c"Retake", UnixStream::connect(socket)?, Some(cookie))
}

fn patiently<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let (answer, answered) = mpsc::channel();
    thread::Builder::new()
        .name("sound server".to_owned())
        .spawn(move || drop(answer.send(ask())))
        .map_err(|error| error.to_string())?;
    answered.recv_timeout(PATIENCE).map_err(|_| "the sound server does not answer".to_owned())
}

fn is_lost(error: &ClientError) -> bool {
    matches!(error, ClientError::Disconnected | ClientError::Io(_))
}

fn said(error: &ClientError) -> String {
    error.to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_microphone_unless_it_listens_to_a_loudspeaker() {
        let microphone = SourceInfo {
            index: 3,
            name: c"alsa_input.usb-yeti".to_owned(),
            description: Some(c"Yeti".to_owned()),
            sample_spec: SampleSpec { format: SampleFormat::S16Le, channels: 2, sample_rate: 44_100 },
            ..SourceInfo::default()
        };
        let found = Source::from_info(&microphone).unwrap();
        assert_eq!((found.id.as_str(), found.name.as_str()), ("alsa_input.usb-yeti", "Yeti"));
        assert_eq!((found.rate_hz, found.channels), (44_100, 2));

        let nameless = SourceInfo { description: None, ..microphone.clone() };
        assert_eq!(Source::from_info(&nameless).unwrap().name, "alsa_input.usb-yeti");
        let monitor = SourceInfo { monitor_of_sink_index: Some(0), ..microphone.clone() };
        assert_eq!(Source::from_info(&monitor), None);
        let spec = SampleSpec { channels: 0, ..microphone.sample_spec };
        assert_eq!(Source::from_info(&SourceInfo { sample_spec: spec, ..microphone }), None);
    }

    #[test]
    fn a_server_that_hangs_takes_nobody_with_it() {
        let (_held, never) = mpsc::channel::<()>();
        let began = crate::clock::now();
        let answer = patiently(move || never.recv());
        assert_eq!(answer.unwrap_err(), "the sound server does not answer");
        assert!(began.elapsed() < 2 * PATIENCE);
    }
}
