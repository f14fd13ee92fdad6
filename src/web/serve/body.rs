//! A request's body with a deadline, against one that trickles in for ever.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{BoxError, body::Bytes};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::Limits;

/// The body did not arrive in time. The answer's status is 408 whatever the handler makes of it.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the request's body did not arrive in time")]
pub struct BodyTooSlow;

/// Fails when the client sends slower than the limits allow. The clock runs from the headers on.
pub(super) struct TimedBody {
    body: Incoming,
    deadline: Instant,
    /// Set up at the first wait: most bodies arrive with their headers.
    alarm: Option<Pin<Box<Sleep>>>,
    bytes_per_second: u32,
    was_cut: Arc<AtomicBool>,
}

impl TimedBody {
    pub fn new(body: Incoming, limits: Limits, was_cut: Arc<AtomicBool>) -> TimedBody {
        let deadline = Instant::now() + limits.body;
        TimedBody { body, deadline, alarm: None, bytes_per_second: limits.body_bytes_per_second.max(1), was_cut }
    }

    /// A large body gets time for its size, so that an honest slow line can upload.
    fn extend(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.deadline += Duration::from_secs_f64(f64::from(bytes) / f64::from(self.bytes_per_second));
        if let Some(alarm) = &mut self.alarm {
            alarm.as_mut().reset(self.deadline);
        }
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            if let Some(data) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
                let bytes = data.len();
                self.extend(bytes);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(BoxError::from)));
        }
        let deadline = self.deadline;
        ready!(self.alarm.get_or_insert_with(|| Box::pin(sleep_until(deadline))).as_mut().poll(context));
        self.was_cut.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(BodyTooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
