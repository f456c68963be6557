//! Makes the words' numbers small: the commonest words only, fewer numbers a word (those along which words differ
//! most), a byte a number.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, ensure};
use coach::meaning::SIZE;
use serde::Deserialize;

/// How many of the commonest entries are looked at; those that are no words are left out.
const COMMONEST: usize = 30_000;
/// The words whose numbers are to be of ordinary size.
const ORDINARY: usize = 5_000;
/// The few numbers that lie far out are cut off here, so that the others keep their differences.
const KEPT: f64 = 0.7;
/// Turns until the axes lie still.
const SWEEPS: usize = 12;

/// Word vectors as published.
#[derive(Deserialize)]
struct Published {
    dimensions: usize,
    /// The commonest first.
    words: Vec<String>,
    /// A vector a word, and a few numbers more.
    vectors: HashMap<String, Vec<f64>>,
}

pub(crate) fn small(published: &Path) -> anyhow::Result<Vec<u8>> {
    let text = std::fs::read_to_string(published).with_context(|| published.display().to_string())?;
    let published: Published = serde_json::from_str(&text)?;
    let size = published.dimensions;
    let mut words: Vec<(&str, &[f64])> = Vec::new();
    for word in published.words.iter().take(COMMONEST) {
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            let vector = published.vectors.get(word).and_then(|vector| vector.get(..size));
            words.push((word, vector.with_context(|| format!("no vector for {word}"))?));
        }
    }
    ensure!(words.len() > ORDINARY && size >= SIZE, "too few words, or too few numbers a word");

    let mean: Vec<f64> = (0..size)
        .map(|n| words.iter().map(|(_, vector)| vector[n]).sum::<f64>() / words.len() as f64)
        .collect();
    let mut spread = vec![vec![0.0; size]; size];
    for (_, vector) in &words {
        for a in 0..size {
            for b in 0..size {
                spread[a][b] += (vector[a] - mean[a]) * (vector[b] - mean[b]);
            }
        }
    }
    let axes = axes(spread);
    let turned: Vec<Vec<f64>> = words
        .iter()
        .map(|(_, vector)| {
            axes[..SIZE]
                .iter()
                .map(|axis| (0..size).map(|n| (vector[n] - mean[n]) * axis[n]).sum::<f64>())
                .collect()
        })
        .collect();
    let squares: f64 = turned[..ORDINARY].iter().flatten().map(|value| value * value).sum();
    let ordinary = (squares / (ORDINARY * SIZE) as f64).sqrt();

    let steps: Vec<f64> = (0..SIZE)
        .map(|n| KEPT * turned.iter().map(|row| row[n].abs()).fold(0.0, f64::max) / f64::from(i8::MAX))
        .collect();
    let list = words.iter().fold(String::new(), |list, (word, _)| list + word + "\n");
    let mut bytes = (list.len() as u32).to_le_bytes().to_vec();
    bytes.extend(steps.iter().flat_map(|step| ((step / ordinary) as f32).to_le_bytes()));
    bytes.extend(list.bytes());
    bytes.extend(
        turned
            .iter()
            .flat_map(|row| row.iter().zip(&steps).map(|(value, step)| (value / step).round() as i8 as u8)),
    );
    Ok(bytes)
}

/// The axes of a symmetric matrix, those of the largest spread first (Jacobi's turns).
fn axes(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let count = matrix.len();
    let mut axes: Vec<Vec<f64>> =
        (0..count).map(|a| (0..count).map(|b| f64::from(u8::from(a == b))).collect()).collect();
    for _ in 0..SWEEPS {
        for a in 0..count {
            for b in a + 1..count {
                if matrix[a][b].abs() < 1e-12 {
                    continue;
                }
                let theta = (matrix[b][b] - matrix[a][a]) / (2.0 * matrix[a][b]);
                let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                for row in &mut matrix {
                    (row[a], row[b]) = (cosine * row[a] - sine * row[b], sine * row[a] + cosine * row[b]);
                }
                for n in 0..count {
                    let (up, down) = (matrix[a][n], matrix[b][n]);
                    (matrix[a][n], matrix[b][n]) = (cosine * up - sine * down, sine * up + cosine * down);
                    let (up, down) = (axes[a][n], axes[b][n]);
                    (axes[a][n], axes[b][n]) = (cosine * up - sine * down, sine * up + cosine * down);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| matrix[b][b].total_cmp(&matrix[a][a]));
    order.into_iter().map(|n| axes[n].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_axis_is_the_one_of_the_largest_spread() {
        let axes = axes(vec![vec![2.0, 1.0, 0.0], vec![1.0, 2.0, 0.0], vec![0.0, 0.0, 0.5]]);
        let along = |axis: &[f64], wanted: [f64; 3]| axis.iter().zip(wanted).map(|(a, b)| a * b).sum::<f64>();
        let half = 0.5_f64.sqrt();
        assert!((along(&axes[0], [half, half, 0.0]).abs() - 1.0).abs() < 1e-9);
        assert!((along(&axes[1], [half, -half, 0.0]).abs() - 1.0).abs() < 1e-9);
        assert!((along(&axes[2], [0.0, 0.0, 1.0]).abs() - 1.0).abs() < 1e-9);
    }
}
