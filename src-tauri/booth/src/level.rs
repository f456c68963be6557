//! How loud it is: speech against what lies between, and what was clipped.

/// What counts as nothing at all, so that a level is always a number.
const FLOOR_DBFS: f64 = -96.0;
const FULL_SCALE: f64 = 32_768.0;
/// The two outermost values of 16 bits on either side.
pub(crate) const CLIPPED: u16 = 32_766;

/// Collects power, apart for voice and for the rest.
#[derive(Debug, Default)]
pub(crate) struct Level {
    voice: Power,
    rest: Power,
    clipped: u64,
}

#[derive(Debug, Default)]
struct Power {
    sum: f64,
    samples: u64,
}

impl Power {
    fn dbfs(&self) -> Option<f64> {
        (self.samples > 0).then(|| to_dbfs(self.sum / self.samples as f64))
    }
}

impl Level {
    pub(crate) fn add(&mut self, frame: &[i16], voiced: bool) {
        let power = if voiced { &mut self.voice } else { &mut self.rest };
        power.sum += self::power(frame) * frame.len() as f64;
        power.samples += frame.len() as u64;
        self.clipped += frame.iter().filter(|sample| sample.unsigned_abs() >= CLIPPED).count() as u64;
    }

    /// Level of the voice, if any was heard.
    pub(crate) fn voice_dbfs(&self) -> Option<f64> {
        self.voice.dbfs()
    }

    /// Level of everything else.
    pub(crate) fn rest_dbfs(&self) -> Option<f64> {
        self.rest.dbfs()
    }

    pub(crate) fn clipped_share(&self) -> Option<f64> {
        let samples = self.voice.samples + self.rest.samples;
        (samples > 0).then(|| self.clipped as f64 / samples as f64)
    }
}

/// The level of a few samples, for a meter.
pub(crate) fn dbfs(samples: &[i16]) -> f64 {
    if samples.is_empty() {
        return FLOOR_DBFS;
    }
    to_dbfs(power(samples))
}

/// The mean square of a few samples.
pub(crate) fn power(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|&sample| f64::from(sample) * f64::from(sample)).sum();
    sum / samples.len().max(1) as f64
}

pub(crate) fn to_dbfs(mean_square: f64) -> f64 {
    (10.0 * (mean_square / (FULL_SCALE * FULL_SCALE)).log10()).max(FLOOR_DBFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_wave_at_half_scale_is_six_below_full() {
        assert!((dbfs(&[16_384, -16_384].repeat(100)) + 6.02).abs() < 0.01);
        assert!((dbfs(&[0; 100]) - FLOOR_DBFS).abs() < 1e-9);
    }

    #[test]
    fn clipping_is_counted() {
        let mut level = Level::default();
        level.add(&[32_767, -32_768, 0, 100], true);
        assert_eq!(level.clipped_share(), Some(0.5));
        assert_eq!(level.rest_dbfs(), None);
    }
}
