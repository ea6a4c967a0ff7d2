//! Between actix-web and the door: reads requests, waits delays, breaks connections for real.

use std::any::Any;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::HttpService;
use actix_service::{Service, ServiceFactory, map_config};
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{AppConfig, Extensions};
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use actix_web::rt::net::TcpStream;
use actix_web::rt::{System, spawn};
use actix_web::web::{BytesMut, Data, Payload, to};
use actix_web::{App, HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Request, Response, StatusCode};
use serde_json::Map;
use socket2::SockRef;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tracing::{error, warn};

use super::door::{answer, answer_at, body_max, body_max_of, closed};
use super::house::House;
use super::listeners::{Seat, Seated};
use super::reply::problem;
use crate::sandbox::{Outcome, Shape, Stream, wall_now};
use crate::services::Sealing;

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
    take(request, payload, &house.into_inner(), None).await
}

/// Takes a request in; `at` is the listener it came to, if it came to one.
async fn take(
    request: HttpRequest,
    payload: Payload,
    house: &Arc<House>,
    at: Option<(&Seat, Seated<'_>)>,
) -> HttpResponse {
    let (method, path) = (request.method().as_str(), request.path());
    let limit = match &at {
        Some((_, seated)) => body_max_of(seated.service, method, path),
        None => body_max(house, method, path),
    };
    let (body, too_large) = match read(&request, payload, limit).await {
        Ok(Some(body)) => (body, None),
        Ok(None) => (Bytes::new(), Some(limit)),
        Err(error) => return unreadable("body not readable", &error, path, at.as_ref()),
    };
    let outcome = match translate(&request, body) {
        Ok(request) => match &at {
            Some((_, seated)) => answer_at(house, seated, request, too_large).await,
            None => answer(house, request, too_large).await,
        },
        Err(error) => {
            return unreadable(
                "request not readable",
                &error.to_string(),
                path,
                at.as_ref(),
            );
        }
    };
    // A connection need not outlive its listener.
    let ends = too_large.is_some() || at.is_some_and(|(seat, _)| seat.is_closed());
    respond(&request, outcome, ends).await
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

/// What never became a request. On the port of a service its clients want that sealed, too.
fn unreadable(
    title: &str,
    detail: &str,
    path: &str,
    at: Option<&(&Seat, Seated<'_>)>,
) -> HttpResponse {
    let mut response = problem(StatusCode::BAD_REQUEST, title, detail, Map::new());
    if let Some((_, seated)) = at {
        let at = wall_now();
        seated.service.seal(&Sealing { path, at }, &mut response);
    }
    whole(&response)
}

/// Puts an outcome on the connection of its request; `close` ends the connection after it.
#[expect(
    clippy::disallowed_methods,
    reason = "delays are waited here and nowhere else"
)]
async fn respond(request: &HttpRequest, outcome: Outcome, close: bool) -> HttpResponse {
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

/// The thread that serves the ports of listeners. It begins with the first of them and ends with
/// the house.
///
/// A server of actix-web's own has threads for each port; here a port costs a task.
#[derive(Debug, Default)]
pub(super) struct Ports(Mutex<Option<UnboundedSender<Opening>>>);

/// A port that is served; dropping it closes it as well.
#[derive(Debug)]
pub(super) struct Port {
    stop: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
}

struct Opening {
    socket: std::net::TcpListener,
    house: Weak<House>,
    seat: Arc<Seat>,
    stop: oneshot::Receiver<()>,
    stopped: oneshot::Sender<()>,
}

impl Ports {
    /// Begins to serve a bound socket.
    pub(super) fn open(
        &self,
        socket: std::net::TcpListener,
        house: &Arc<House>,
        seat: Arc<Seat>,
    ) -> io::Result<Port> {
        socket.set_nonblocking(true)?;
        let (stop, told) = oneshot::channel();
        let (tell, stopped) = oneshot::channel();
        let opening = Opening {
            socket,
            house: Arc::downgrade(house),
            seat,
            stop: told,
            stopped: tell,
        };
        let mut thread = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let orders = match thread.take().filter(|orders| !orders.is_closed()) {
            Some(orders) => orders,
            None => start_thread()?,
        };
        let sent = orders.send(opening);
        *thread = Some(orders);
        sent.map_err(|_| io::Error::other("the thread of the listeners has ended"))?;
        Ok(Port { stop, stopped })
    }
}

impl Port {
    /// Takes no more connections; when this returns, the port is free.
    pub(super) async fn close(self) {
        let _ = self.stop.send(());
        let _ = self.stopped.await;
    }
}

fn start_thread() -> io::Result<UnboundedSender<Opening>> {
    let (orders, mut coming) = unbounded_channel();
    let work = async move {
        while let Some(opening) = coming.recv().await {
            spawn(serve_port(opening));
        }
    };
    std::thread::Builder::new()
        .name("listeners".to_owned())
        .spawn(move || System::new().block_on(work))?;
    Ok(orders)
}

async fn serve_port(opening: Opening) {
    let Opening {
        socket,
        house,
        seat,
        mut stop,
        stopped,
    } = opening;
    let app = App::new()
        .app_data(Data::new(house))
        .app_data(Data::from(seat))
        .default_service(to(handle_seated));
    let service = HttpService::build()
        .on_connect_ext(|io: &TcpStream, data: &mut Extensions| remember_socket(io, data))
        .finish(map_config(app, |()| AppConfig::default()))
        .tcp();
    let ready = (service.new_service(()).await, TcpListener::from_std(socket));
    let (Ok(service), Ok(socket)) = ready else {
        error!("a listener does not begin to serve");
        return;
    };
    loop {
        let connection = tokio::select! {
            connection = socket.accept() => connection,
            _ = &mut stop => break,
        };
        match connection {
            Ok((stream, _)) => {
                let served = service.call(stream);
                // What ends a connection is said in its outcome, or is the client's own doing.
                spawn(async move { drop(served.await) });
            }
            Err(error) => wait_after(&error).await,
        }
    }
    drop(socket);
    // Whoever asked may have gone.
    let _ = stopped.send(());
}

/// Most often the process has no file left, which passes; asking at once would only keep it busy.
#[expect(
    clippy::disallowed_methods,
    reason = "the edge has nothing else to wait for"
)]
async fn wait_after(error: &io::Error) {
    warn!(%error, "a listener cannot take a connection");
    tokio::time::sleep(Duration::from_millis(100)).await;
}

async fn handle_seated(
    request: HttpRequest,
    payload: Payload,
    house: Data<Weak<House>>,
    seat: Data<Seat>,
) -> HttpResponse {
    let house = house.upgrade();
    let seated = house.as_ref().and_then(|house| seat.take(house));
    match (&house, seated) {
        (Some(house), Some(seated)) => take(request, payload, house, Some((&seat, seated))).await,
        (Some(_) | None, _) => {
            let response = closed(&seat);
            let mut builder = head(&response);
            builder.force_close();
            builder.body(response.into_body())
        }
    }
}
