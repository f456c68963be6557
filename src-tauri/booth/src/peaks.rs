//! The outline of a recording: how far it swings, fifty times a second. Counted once while it is heard, kept in the
//! journal, drawn by the window.

use crate::RATE_HZ;

/// Samples under one peak.
const SAMPLES: usize = RATE_HZ as usize / Peaks::PER_SECOND as usize;

/// The outline so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peaks {
    bytes: Vec<u8>,
    highest: u16,
    counted: usize,
}

impl Peaks {
    /// Peaks to a second.
    pub const PER_SECOND: u32 = 50;

    /// Takes in samples at 16 kHz.
    pub(crate) fn push(&mut self, samples: &[i16]) {
        for sample in samples {
            self.highest = self.highest.max(sample.unsigned_abs());
            self.counted += 1;
            if self.counted == SAMPLES {
                self.bytes.push(to_byte(std::mem::take(&mut self.highest)));
                self.counted = 0;
            }
        }
    }

    /// Every whole fiftieth of a second: 0 is silence, 255 full scale.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn to_byte(swing: u16) -> u8 {
    // 32,768 of a full negative swing is brought to 255 as well.
    (swing.min(32_767) >> 7) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_stands_where_it_was_however_the_samples_came() {
        let mut sound = vec![0_i16; 16_000];
        sound[8_000] = i16::MIN;
        for size in [1, 77, 320, 16_000] {
            let mut peaks = Peaks::default();
            sound.chunks(size).for_each(|piece| peaks.push(piece));
            assert_eq!(peaks.bytes().len(), 50);
            let loud: Vec<usize> = (0..50).filter(|&at| peaks.bytes()[at] > 0).collect();
            assert_eq!((loud, peaks.bytes()[25]), (vec![25], 255), "in pieces of {size}");
        }
    }
}
