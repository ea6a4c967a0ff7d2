//! Between actix-web and the door: reads requests, waits delays, breaks connections for real.

use std::any::Any;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Extensions;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use actix_web::rt::net::TcpStream;
use actix_web::web::{BytesMut, Data, Payload};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Request, Response, StatusCode};
use serde_json::Map;
use socket2::SockRef;

use super::door::{answer, body_max};
use super::house::House;
use super::reply::problem;
use crate::sandbox::{Outcome, Shape, Stream};

/// A second handle on a connection's socket, through which it can be told to close with a reset.
#[derive(Debug, Clone)]
struct Line(Arc<socket2::Socket>);

/// Remembers the socket of a new connection; to be given to the server's `on_connect`.
pub fn remember_socket(io: &dyn Any, extensions: &mut Extensions) {
    let stream = io.downcast_ref::<TcpStream>();
    if let Some(Ok(socket)) = stream.map(|stream| SockRef::from(stream).try_clone()) {
        extensions.insert(Line(Arc::new(socket)));
    }
}

/// Answers every request of the server.
pub async fn handle(request: HttpRequest, payload: Payload, house: Data<House>) -> HttpResponse {
    let limit = body_max(&house, request.method().as_str(), request.path());
    let (body, too_large) = match read(&request, payload, limit).await {
        Ok(Some(body)) => (body, None),
        Ok(None) => (Bytes::new(), Some(limit)),
        Err(error) => return unreadable("body not readable", &error),
    };
    let outcome = match translate(&request, body) {
        Ok(request) => answer(&house.into_inner(), request, too_large).await,
        Err(error) => return unreadable("request not readable", &error.to_string()),
    };
    respond(&request, outcome, too_large.is_some()).await
}

/// The whole body; `None` when it is larger than the limit.
async fn read(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<Option<Bytes>, String> {
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let announced = announced.map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced.is_some_and(|length| length > limit) {
        return Ok(None);
    }
    let mut body = BytesMut::with_capacity(announced.unwrap_or(0));
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| error.to_string())?;
        if body.len() + chunk.len() > limit {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}

/// actix-web speaks an older release of the `http` crate than everybody else.
fn translate(request: &HttpRequest, body: Bytes) -> Result<Request<Bytes>, http::Error> {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut builder = Request::builder()
        .method(request.method().as_str())
        .uri(target);
    for (name, value) in request.headers() {
        builder = builder.header(name.as_str(), value.as_bytes());
    }
    builder.body(body)
}

fn unreadable(title: &str, detail: &str) -> HttpResponse {
    whole(&problem(StatusCode::BAD_REQUEST, title, detail, Map::new()))
}

/// Puts an outcome on the connection of its request; `close` ends the connection after it.
///
/// Open to others so that every way in which an answer can break is tried over a real socket.
#[expect(
    clippy::disallowed_methods,
    reason = "delays are waited here and nowhere else"
)]
pub async fn respond(request: &HttpRequest, outcome: Outcome, close: bool) -> HttpResponse {
    if outcome.delay > Duration::ZERO {
        tokio::time::sleep(outcome.delay).await;
    }
    match outcome.shape {
        Shape::Answer(response) => {
            let mut builder = head(&response);
            if close {
                // The rest of a body that was too large is still on its way.
                builder.force_close();
            }
            builder.body(response.into_body())
        }
        Shape::Stream(response) => {
            let mut builder = head(&response);
            let Stream(stream) = response.into_body();
            builder.streaming(stream.map(Ok::<_, Infallible>))
        }
        Shape::ResetBefore | Shape::ResetAfter => {
            reset_on_close(request);
            HttpResponse::Ok().body(Broken::nothing())
        }
        Shape::ResetMidway(response) => {
            reset_on_close(request);
            head(&response).body(Broken::half(response.into_body()))
        }
        Shape::Truncated(response) => head(&response).body(Broken::half(response.into_body())),
        Shape::TimedOut => HttpResponse::Ok().body(Broken::nothing()),
    }
}

fn reset_on_close(request: &HttpRequest) {
    if let Some(Line(socket)) = request.conn_data::<Line>() {
        // Where the system refuses, the connection closes in the ordinary way.
        let _ = socket.set_linger(Some(Duration::ZERO));
    }
}

fn whole(response: &Response<Bytes>) -> HttpResponse {
    head(response).body(response.body().clone())
}

fn head<B>(response: &Response<B>) -> HttpResponseBuilder {
    let status = actix_web::http::StatusCode::from_u16(response.status().as_u16())
        .unwrap_or(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponse::build(status);
    for (name, value) in response.headers() {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_str().as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            builder.append_header((name, value));
        }
    }
    builder
}

/// A body that announces more than it gives.
struct Broken {
    announced: u64,
    rest: Stage,
}

enum Stage {
    Send(Bytes),
    /// Lets what was sent leave the machine before the line breaks.
    Flush,
    Break,
}

impl Broken {
    fn nothing() -> Self {
        Self {
            announced: 1,
            rest: Stage::Break,
        }
    }

    fn half(body: Bytes) -> Self {
        let announced = u64::try_from(body.len()).unwrap_or(u64::MAX).max(1);
        Self {
            announced,
            rest: Stage::Send(body.slice(..body.len() / 2)),
        }
    }
}

impl MessageBody for Broken {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.announced)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match std::mem::replace(&mut self.rest, Stage::Break) {
            Stage::Send(bytes) => {
                self.rest = Stage::Flush;
                Poll::Ready(Some(Ok(bytes)))
            }
            Stage::Flush => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Stage::Break => Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into()))),
        }
    }
}
