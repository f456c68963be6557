//! Takes on scripted microphones, with scripted recognisers: what becomes of the recording.

use std::collections::VecDeque;

use super::*;
use crate::microphone::Script;
use crate::recording;

/// Hears nothing, and fails at its third chunk if it is to.
struct Scripted {
    fails: bool,
    chunks: usize,
}

impl Recogniser for Scripted {
    fn accept(&mut self, _: &[i16]) -> Result<Option<Vec<coach::Word>>, RecogniserError> {
        self.chunks += 1;
        if self.fails && self.chunks == 3 { Err(RecogniserError::Stopped) } else { Ok(None) }
    }
    fn partial(&mut self) -> Result<String, RecogniserError> {
        Ok(String::new())
    }
    fn finish(&mut self) -> Result<Vec<coach::Word>, RecogniserError> {
        Ok(Vec::new())
    }
}

struct Stage {
    take: LiveTake,
    scripts: Vec<Script>,
    events: mpsc::Receiver<Event>,
    folder: tempfile::TempDir,
}

impl Stage {
    /// A take on the first of two microphones at the recogniser's own rate.
    fn open(fails: bool) -> Self {
        Self::open_telling(fails, |_| {})
    }

    fn open_telling(fails: bool, mut after: impl FnMut(&Event) + Send + 'static) -> Self {
        let (mut microphones, mut scripts) = (VecDeque::new(), Vec::new());
        for name in ["Yeti", "Headset"] {
            let (microphone, script) = Script::microphone(name, RATE_HZ, 1);
            microphones.push_back(microphone);
            scripts.push(script);
        }
        let (tell, events) = mpsc::channel();
        let recogniser = Box::new(Scripted { fails, chunks: 0 });
        let take = LiveTake::open_with(
            "",
            recogniser,
            move |_| microphones.pop_front().ok_or(MicrophoneError::None),
            move |event: Event| {
                let _ = tell.send(event.clone());
                after(&event);
            },
        );
        Self { take: take.unwrap(), scripts, events, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("take.wav")
    }

    fn until(&self, wanted: impl Fn(&Event) -> bool) {
        while !wanted(&self.events.recv_timeout(Duration::from_secs(10)).expect("it is told")) {}
    }

    /// Says a second of one value, and waits until it has been taken in.
    fn says(&mut self, script: usize, value: f32, until_s: f64) {
        self.scripts[script].says(&vec![value; RATE_HZ as usize]);
        self.until(|event| matches!(event, Event::Level { t, .. } if *t >= until_s));
    }
}

fn samples(file: &Path) -> Vec<f32> {
    let mut recording = recording::open(file).unwrap();
    let (mut all, mut block) = (Vec::new(), Vec::new());
    while recording.read(&mut block) {
        all.extend_from_slice(&block);
    }
    all
}

#[test]
fn the_recording_goes_on_when_telling_of_it_fails() {
    let mut stage =
        Stage::open_telling(false, |event| assert!(!matches!(event, Event::Level { .. }), "a defect"));
    stage.take.begin(&stage.file()).unwrap();
    stage.says(0, 0.5, 1.0);
    stage.says(0, 0.5, 2.0);
    let file = stage.file();
    stage.take.stop().unwrap();
    assert_eq!(samples(&file).len(), 2 * RATE_HZ as usize);
}

#[test]
fn a_take_that_is_given_up_is_whole_and_asks_no_recogniser() {
    let mut stage = Stage::open(false);
    stage.take.begin(&stage.file()).unwrap();
    stage.says(0, 0.5, 1.0);
    // Still in the ring when it is given up.
    stage.scripts[0].says(&[0.25; 100]);
    let file = stage.file();
    let begun = clock::now();
    stage.take.abandon();
    assert!(begun.elapsed() < TAIL, "it waited for the last word");
    let recorded = samples(&file);
    assert_eq!((recorded.len(), recorded.last()), (RATE_HZ as usize + 100, Some(&0.25)));
}

#[test]
fn nothing_from_before_the_take_is_in_it() {
    let mut stage = Stage::open(false);
    stage.says(0, 0.5, 0.0);
    // Still in the ring when the take begins.
    stage.scripts[0].says(&[0.5; 100]);
    stage.take.begin(&stage.file()).unwrap();
    stage.says(0, 0.25, 1.0);
    let file = stage.file();
    let heard = stage.take.stop().unwrap();
    assert!((heard.duration_s - 1.0).abs() < 1e-9);
    assert!(samples(&file).iter().all(|sample| (sample - 0.25).abs() < 1e-3));
}

#[test]
fn a_take_goes_on_with_another_microphone_and_the_gap_is_told() {
    let mut stage = Stage::open(false);
    stage.take.begin(&stage.file()).unwrap();
    stage.says(0, 0.5, 1.0);
    stage.scripts[0].is_unplugged();
    stage.until(|event| *event == Event::Trouble(Some(Trouble::Unplugged)));
    // The second that the script then says in one go is no part of the gap.
    std::thread::sleep(GAP + Duration::from_millis(1_200));
    assert_eq!(stage.take.orders().go_on("another").unwrap(), "Headset");
    stage.until(|event| *event == Event::Opened("Headset".to_owned()));
    // It may take its time until it delivers.
    std::thread::sleep(3 * TURN);
    stage.says(1, 0.25, 2.0);
    // A third is not there, and the second is not lost by asking for it.
    assert!(matches!(stage.take.orders().go_on("third"), Err(LiveError::Microphone(MicrophoneError::None))));
    stage.says(1, 0.125, 3.0);
    let file = stage.file();
    let heard = stage.take.stop().unwrap();
    let recorded = samples(&file);
    let values: Vec<f32> = [8_000, 24_000, 40_000].map(|at: usize| recorded[at]).to_vec();
    assert_eq!((recorded.len(), values), (48_000, vec![0.5, 0.25, 0.125]));
    let [gap] = heard.quality.gaps.as_slice() else { panic!("one gap: {:?}", heard.quality.gaps) };
    assert!((gap.at - 1.0).abs() < 1e-9 && gap.seconds >= 1.0 && gap.seconds < 10.0, "{gap:?}");
    assert_eq!(heard.peaks.bytes().len(), 150);
}

#[test]
fn every_rate_and_channel_count_is_recorded_whole_from_its_loudest_channel() {
    for (rate_hz, channels) in
        [(8_000, 1), (11_025, 2), (22_050, 5), (44_100, 2), (48_000, 8), (96_000, 16), (192_000, 32)]
    {
        let (microphone, mut script) = Script::microphone("interface", rate_hz, channels);
        let mut microphone = Some(microphone);
        let (tell, events) = mpsc::channel();
        let take = LiveTake::open_with(
            "",
            Box::new(Scripted { fails: false, chunks: 0 }),
            move |_| microphone.take().ok_or(MicrophoneError::None),
            move |event| drop(tell.send(event)),
        )
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("take.wav");
        take.begin(&file).unwrap();
        // A tone on the last channel, next to nothing on the others.
        let turn = std::f32::consts::TAU * 440.0 / rate_hz as f32;
        let frames = (0..2 * rate_hz).flat_map(|n| {
            let tone = 0.5 * (n as f32 * turn).sin();
            (0..channels).map(move |channel| if channel + 1 == channels { tone } else { tone * 0.01 })
        });
        script.says(&frames.collect::<Vec<f32>>());
        // What the filter still holds comes when the take is stopped.
        let enough = |event: &Event| matches!(event, Event::Level { t, .. } if *t > 1.5);
        while !enough(&events.recv_timeout(Duration::from_secs(10)).expect("it is told")) {}
        let heard = take.stop().unwrap();
        let recorded = samples(&file);
        assert!(recorded.len().abs_diff(32_000) <= 2, "{rate_hz} Hz: {} samples", recorded.len());
        assert_eq!(heard.quality.lost_samples, 0);
        let middle = &recorded[16_000..31_000];
        let loudest = middle.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert!((0.48..0.52).contains(&loudest), "{rate_hz} Hz, {channels} channels: {loudest}");
    }
}

#[test]
fn the_recording_goes_on_when_the_recogniser_fails() {
    let mut stage = Stage::open(true);
    stage.take.begin(&stage.file()).unwrap();
    stage.says(0, 0.5, 1.0);
    stage.says(0, 0.25, 2.0);
    let file = stage.file();
    let stopped = stage.take.stop();
    assert!(matches!(stopped, Err(LiveError::Deaf { reason: RecogniserError::Stopped, .. })));
    assert_eq!(samples(&file).len(), 32_000);
}

#[test]
fn a_recogniser_that_is_slower_than_the_speaker_costs_nothing_of_the_recording() {
    struct Slow;
    impl Recogniser for Slow {
        fn accept(&mut self, chunk: &[i16]) -> Result<Option<Vec<coach::Word>>, RecogniserError> {
            // Twice as long as the chunk itself.
            std::thread::sleep(Duration::from_secs_f64(2.0 * chunk.len() as f64 / f64::from(RATE_HZ)));
            Ok(None)
        }
        fn partial(&mut self) -> Result<String, RecogniserError> {
            Ok(String::new())
        }
        fn finish(&mut self) -> Result<Vec<coach::Word>, RecogniserError> {
            Ok(Vec::new())
        }
    }
    let (microphone, mut script) = Script::microphone("Yeti", RATE_HZ, 1);
    let mut microphone = Some(microphone);
    let take = LiveTake::open_with(
        "",
        Box::new(Slow),
        move |_| microphone.take().ok_or(MicrophoneError::None),
        |_| {},
    )
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("take.wav");
    take.begin(&file).unwrap();
    // Six seconds in real time: the recogniser needs twelve, and the ring holds four.
    for _ in 0..60 {
        script.says(&[0.5; RATE_HZ as usize / 10]);
        std::thread::sleep(Duration::from_millis(100));
    }
    let heard = take.stop().unwrap();
    assert_eq!((samples(&file).len(), heard.quality.lost_samples), (96_000, 0));
    assert!((heard.duration_s - 6.0).abs() < 1e-9);
}

#[test]
fn a_take_that_never_began_leaves_nothing() {
    let stage = Stage::open(false);
    let file = stage.file();
    assert!(matches!(stage.take.stop(), Err(LiveError::NotBegun)));
    assert!(!file.exists());
}
