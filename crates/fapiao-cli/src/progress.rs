//! A progress bar on standard error, where a person looks.

use crate::job::{End, Story};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::mpsc;

/// Draws stories as they end, until the last sender is gone.
pub(crate) async fn draw(total: usize, is_hidden: bool, mut finished: mpsc::UnboundedReceiver<Story>) {
    let target = if is_hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(u64::try_from(total).ok(), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30.green} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    while let Some(story) = finished.recv().await {
        if story.end != End::Issued || story.is_incomplete {
            bar.println(format!("{}: {} {}", story.reference, story.end.word(), story.end.why()));
        }
        bar.set_message(format!("{} {}", story.reference, story.end.word()));
        bar.inc(1);
    }
    bar.finish_and_clear();
}
