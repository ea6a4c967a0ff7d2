//! How a request finds its sandbox: by port, by address, by what its sender sends anyway.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};

use crate::support::{Bill, Binary, Heard, Server, converse};

const WSDL: &str = "/efaktura-atg-service/v1/?wsdl";

/// A client of the router that knows one base address and its own keys.
struct Client {
    at: SocketAddr,
    base: &'static str,
    keys: Value,
}

impl Client {
    /// The sender of a sandbox, who was told the address of the server and nothing else.
    fn of(server: &Server, sandbox: &Value) -> Self {
        Self {
            at: server.address,
            base: "/maventa",
            keys: sandbox["credentials"]["fjord-energi"].clone(),
        }
    }

    fn ask_token(&self) -> Heard {
        let key = |name: &str| self.keys[name].as_str().unwrap();
        let form = format!(
            "grant_type=client_credentials&scope=eui&client_id={}&client_secret={}&\
             vendor_api_key={}",
            key("company_id"),
            key("user_api_key"),
            key("vendor_api_key"),
        );
        self.post("/oauth2/token", "application/x-www-form-urlencoded", &form)
    }

    fn token(&self) -> String {
        let heard = self.ask_token();
        assert_eq!(heard.status(), 200, "{}", heard.text());
        let token = &read(&heard)["access_token"];
        token.as_str().unwrap().to_owned()
    }

    fn post(&self, path: &str, headers: &str, body: &str) -> Heard {
        let head = format!(
            "POST {}{path} HTTP/1.1\r\nContent-Length: {}\r\nContent-Type: {headers}",
            self.base,
            body.len()
        );
        converse(self.at, &head, body.as_bytes())
    }

    fn send(&self, token: &str, bill: &Bill) -> Heard {
        let headers = format!("multipart/form-data; boundary=cut\r\nAuthorization: Bearer {token}");
        let body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"recipient_type\"\r\n\r\nconsumer\r\n\
             --cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xml\"\r\n\
             Content-Type: application/xml\r\n\r\n{}\r\n--cut--\r\n",
            bill.xml()
        );
        self.post("/v1/invoices", &headers, &body)
    }

    fn get(&self, token: &str, path: &str) -> Heard {
        let head = format!(
            "GET {}{path} HTTP/1.1\r\nAuthorization: Bearer {token}",
            self.base
        );
        converse(self.at, &head, b"")
    }
}

fn read(heard: &Heard) -> Value {
    serde_json::from_str(&heard.body()).unwrap()
}

fn admin(server: &Server, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let head = format!("{method} /_sandbox{path} HTTP/1.1");
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let heard = server.exchange(&head, body.as_bytes());
    let told = serde_json::from_str(&heard.body()).unwrap_or_default();
    (heard.status(), told)
}

fn make(server: &Server, name: &str) -> Value {
    let path = format!("/sandboxes/{name}");
    let (status, made) = admin(server, "PUT", &path, &json!({"seed": 7}));
    assert_eq!(status, 201, "{made}");
    made
}

fn listen(server: &Server, service: &str, sandbox: &str) -> (String, SocketAddr) {
    let body = json!({"service": service, "sandbox": sandbox, "port": 0});
    let (status, made) = admin(server, "POST", "/listeners", &body);
    assert_eq!(status, 201, "{made}");
    let address = made["address"].as_str().unwrap().parse().unwrap();
    (made["id"].as_str().unwrap().to_owned(), address)
}

/// Whether a port is closed. Another test of this process may be starting a program, which for a
/// moment has everything open that we had; so one look is not enough.
fn nobody_is_at(port: SocketAddr) -> bool {
    (0..1000).any(|_| {
        std::thread::yield_now();
        TcpStream::connect(port).is_err()
    })
}

fn invoices(server: &Server, sandbox: &str) -> Value {
    let path = format!("/sandboxes/{sandbox}/invoices");
    admin(server, "GET", &path, &Value::Null).1
}

fn journal(server: &Server, sandbox: &str) -> usize {
    let path = format!("/sandboxes/{sandbox}/journal");
    let journal = admin(server, "GET", &path, &Value::Null).1;
    journal["entries"].as_array().unwrap().len()
}

#[test]
fn two_clients_of_two_sandboxes_with_one_seed_never_meet_at_one_address() {
    let server = Server::start();
    let a = Client::of(&server, &make(&server, "a"));
    let b = Client::of(&server, &make(&server, "b"));
    let (token_a, token_b) = (a.token(), b.token());
    assert_ne!(token_a, token_b);
    let sent = a.send(&token_a, &Bill::to("bodil"));
    assert_eq!(sent.status(), 201, "{}", sent.text());
    let id = read(&sent)["id"].as_str().unwrap().to_owned();
    let invoice = format!("/v1/invoices/{id}");
    assert_eq!(a.get(&token_a, &invoice).status(), 200);
    assert_eq!(b.get(&token_b, &invoice).status(), 404);
    // The same bill again is the first one of the other sandbox, and gets the same id there.
    let other = b.send(&token_b, &Bill::to("bodil"));
    assert_eq!(read(&other)["id"], id);
    assert_eq!(invoices(&server, "a").as_array().unwrap().len(), 1);
    assert_eq!(invoices(&server, "b").as_array().unwrap().len(), 1);
    assert_eq!(journal(&server, "default"), 0);
    // A page of a list leads to where its reader came in.
    let list = a.get(&token_a, "/v1/invoices?direction=SENT&per_page=1");
    assert_eq!(list.status(), 200, "{}", list.text());
    assert!(!list.text().contains("/s/a/"), "{}", list.text());
}

#[test]
fn whoever_is_nobody_s_caller_is_in_default() {
    let server = Server::start();
    make(&server, "a");
    let stranger = Client {
        at: server.address,
        base: "/maventa",
        keys: json!({"company_id": "x", "user_api_key": "y", "vendor_api_key": "z"}),
    };
    assert_eq!(stranger.ask_token().status(), 401);
    for token in ["", "x", "0123456789abcdef0123456789abcdefnobody", "æøå"] {
        assert_eq!(stranger.get(token, "/v1/invoices").status(), 401);
    }
    assert_eq!(
        stranger.post("/oauth2/token", "text/plain", "").status(),
        415
    );
    assert_eq!((journal(&server, "default"), journal(&server, "a")), (6, 0));
}

#[test]
fn a_credential_of_another_sandbox_opens_neither_an_address_nor_a_port() {
    let server = Server::start();
    make(&server, "a");
    let mut theirs = Client::of(&server, &make(&server, "b"));
    let token = theirs.token();
    let port = listen(&server, "maventa", "a").1;
    for (at, base) in [
        (server.address, "/s/a/maventa"),
        (server.address, "/s/default/maventa"),
        (port, ""),
    ] {
        (theirs.at, theirs.base) = (at, base);
        let refused = theirs.ask_token();
        assert_eq!(refused.status(), 401, "{}", refused.text());
        let unknown = theirs.get(&token, "/v1/invoices");
        assert_eq!(unknown.status(), 401, "{}", unknown.text());
        assert_eq!(read(&unknown)["code"], "auth_token_invalid");
    }
    (theirs.at, theirs.base) = (server.address, "/s/b/maventa");
    assert_eq!(
        theirs.get(&token, "/v1/invoices?direction=SENT").status(),
        200
    );
}

#[test]
fn a_soap_user_that_is_a_credential_names_the_sandbox() {
    let server = Server::start();
    let made = make(&server, "a");
    let user = made["credentials"]["fjord-energi"]["mps_user"]
        .as_str()
        .unwrap();
    let ask = |user: &str| {
        let body = format!(
            "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header>\
             <w:Security xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/\
             oasis-200401-wss-wssecurity-secext-1.0.xsd\" e:mustUnderstand=\"1\">\
             <w:UsernameToken><w:Username>{user}</w:Username></w:UsernameToken></w:Security>\
             </e:Header><e:Body>\
             <v:GetShipmentStatusRequest \
             xmlns:v=\"https://efaktura-services.nets.no/efaktura-atg-service/v1/\">\
             <auditInformation><messageIdentifier>12345</messageIdentifier></auditInformation>\
             <shipmentId>5</shipmentId></v:GetShipmentStatusRequest></e:Body></e:Envelope>"
        );
        let head = "POST /mps/efaktura-atg-service/v1/ HTTP/1.1\r\nContent-Type: text/xml";
        let head = format!("{head}\r\nContent-Length: {}", body.len());
        converse(server.address, &head, body.as_bytes()).header("sandkasse-exchange")
    };
    assert_eq!(ask(user), "1");
    assert_eq!((journal(&server, "a"), journal(&server, "default")), (1, 0));
    assert_eq!(ask("somebody"), "1");
    assert_eq!((journal(&server, "a"), journal(&server, "default")), (1, 1));
}

#[test]
fn a_user_of_mps_is_let_in_by_its_own_sandbox_and_unknown_in_any_other() {
    let server = Server::start();
    let made = make(&server, "a");
    make(&server, "b");
    let login = &made["credentials"]["fjord-energi"];
    let part = |name: &str| login[name].as_str().unwrap();
    let body = format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header>\
         <Security><UsernameToken><Username>{}</Username><Password>{}</Password></UsernameToken>\
         </Security></e:Header><e:Body>\
         <v:GetEfakturaIdentifiersRequest \
         xmlns:v=\"https://efaktura-services.nets.no/efaktura-atg-service/v1/\">\
         <auditInformation><messageIdentifier>12345</messageIdentifier></auditInformation>\
         <getEfakturaIdentifiersKey><efakturaIdentifierKey/></getEfakturaIdentifiersKey>\
         </v:GetEfakturaIdentifiersRequest></e:Body></e:Envelope>",
        part("mps_user"),
        part("mps_password"),
    );
    let ask = |base: &str| {
        let head = format!(
            "POST {base}/mps/efaktura-atg-service/v1/ HTTP/1.1\r\nContent-Type: text/xml\r\n\
             Content-Length: {}",
            body.len()
        );
        let answer = converse(server.address, &head, body.as_bytes());
        let text = answer.text().to_owned();
        (answer.status(), text.contains("wsse:FailedAuthentication"))
    };
    assert_eq!(ask(""), (200, false));
    assert_eq!((journal(&server, "a"), journal(&server, "default")), (1, 0));
    assert_eq!(ask("/s/a"), (200, false));
    assert_eq!(ask("/s/b"), (500, true));
}

#[test]
fn a_listener_serves_one_service_at_its_root_and_nothing_else() {
    let server = Server::start();
    make(&server, "a");
    let mps = listen(&server, "mps", "a").1;
    let ask = |path: &str| converse(mps, &format!("GET {path} HTTP/1.1"), b"");
    let wsdl = ask(WSDL);
    assert_eq!(wsdl.status(), 200, "{}", wsdl.text());
    let here = format!("location=\"http://{mps}/efaktura-atg-service/v1/\"");
    assert!(wsdl.body().contains(&here), "{here} in {}", wsdl.text());
    for path in [
        "/",
        "/_sandbox/health",
        "/_sandbox/sandboxes",
        "/maventa/v1/invoices",
        "/mps/efaktura-atg-service/v1/?wsdl",
        "/s/default/mps/efaktura-atg-service/v1/?wsdl",
    ] {
        let heard = ask(path);
        assert_eq!(heard.status(), 404, "{path}: {}", heard.text());
        assert_ne!(heard.header("sandkasse-exchange"), "", "{path}");
    }
    assert_eq!((journal(&server, "a"), journal(&server, "default")), (7, 0));
}

#[test]
fn a_request_under_way_is_answered_while_its_listener_closes_and_the_next_is_not() {
    let server = Server::start();
    let (id, port) = listen(&server, "maventa", "default");
    let mut line = TcpStream::connect(port).unwrap();
    let head = "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\
                Expect: 100-continue\r\n\r\n";
    line.write_all(head.as_bytes()).unwrap();
    // The word that the body may come says that the request has been taken.
    let mut piece = [0; 4096];
    let n = line.read(&mut piece).unwrap();
    assert!(piece[..n].starts_with(b"HTTP/1.1 100"));
    let mut second = TcpStream::connect(port).unwrap();
    let get = "GET /v1/invoices HTTP/1.1\r\nHost: x\r\n\r\n";
    second.write_all(get.as_bytes()).unwrap();
    let n = second.read(&mut piece).unwrap();
    assert!(piece[..n].starts_with(b"HTTP/1.1 401"));
    let path = format!("/listeners/{id}");
    assert_eq!(admin(&server, "DELETE", &path, &Value::Null).0, 204);
    assert!(nobody_is_at(port), "{port}");
    line.write_all(b"{}").unwrap();
    let mut rest = String::new();
    line.read_to_string(&mut rest).unwrap();
    assert!(
        rest.starts_with("HTTP/1.1 4") && rest.contains("grant_type"),
        "{rest}"
    );
    second.write_all(get.as_bytes()).unwrap();
    let mut rest = String::new();
    second.read_to_string(&mut rest).unwrap();
    assert!(
        rest.starts_with("HTTP/1.1 410") && rest.contains("closed"),
        "{rest}"
    );
}

#[test]
fn a_hundred_listeners_come_and_go() {
    let server = Server::start();
    for round in 0..2 {
        let opened: Vec<_> = (0..100)
            .map(|_| listen(&server, "mps", "default"))
            .collect();
        for (_, port) in &opened {
            let heard = converse(*port, &format!("GET {WSDL} HTTP/1.1"), b"");
            assert_eq!(heard.status(), 200, "round {round}: {}", heard.text());
        }
        for (id, port) in opened {
            let path = format!("/listeners/{id}");
            assert_eq!(admin(&server, "DELETE", &path, &Value::Null).0, 204);
            assert!(nobody_is_at(port), "{port}");
        }
    }
    assert_eq!(
        admin(&server, "GET", "/listeners", &Value::Null).1,
        json!([])
    );
}

#[test]
fn the_program_opens_the_listeners_it_is_told_to_and_says_where() {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--listener"];
    let arguments = [&arguments[..], &["mps=127.0.0.1:0,maventa=localhost:0"]].concat();
    let (mut child, lines) = Binary::start_saying(&arguments, 3);
    assert!(lines[0].starts_with("listening on http://"), "{lines:?}");
    for (line, service, path, status) in [
        (&lines[1], "mps", WSDL, 200),
        (&lines[2], "maventa", "/v1/invoices", 401),
    ] {
        let address = line.strip_prefix(&format!("{service} listening on http://"));
        let address: SocketAddr = address.unwrap().parse().unwrap();
        let heard = converse(address, &format!("GET {path} HTTP/1.1"), b"");
        assert_eq!(heard.status(), status, "{}", heard.text());
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_listener_or_an_idle_time_that_does_not_fit_ends_the_program_with_a_reason() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = format!("mps={}", taken.local_addr().unwrap());
    for (flag, value, words) in [
        ("--listener", "mps", ["found `mps`", "mps=127.0.0.1:8282"]),
        (
            "--listener",
            "mpss=127.0.0.1:0",
            ["`mpss`", "known are mps"],
        ),
        ("--listener", "mps=0.0.0.0:0", ["0.0.0.0", "loopback"]),
        ("--listener", taken.as_str(), ["cannot listen", "in use"]),
        ("--idle-drop", "soon", ["found `soon`", "PT1H"]),
        ("--idle-drop", "PT0S", ["found `PT0S`", "PT1S"]),
    ] {
        let run = Binary::run(&["serve", "--listen", "127.0.0.1:0", flag, value]);
        assert_ne!(run.code, 0, "{value}");
        for word in words {
            let said = run.said.replace('\n', " ");
            assert!(said.contains(word), "`{word}` in {said}");
        }
    }
}

#[test]
fn links_of_digipost_lead_back_to_the_sandbox_that_a_number_named() {
    let server = Server::start();
    let made = make(&server, "a");
    let id = made["credentials"]["fjord-energi"]["digipost_broker_id"].to_string();
    let ask = |path: &str, head: &str| {
        let head = format!("GET {path} HTTP/1.1\r\nAccept: application/vnd.digipost-v8+xml{head}");
        converse(server.address, &head, b"")
    };
    let by_number = format!("\r\nX-Digipost-UserId: {id}");
    let entry = ask("/digipost/", &by_number);
    assert_eq!(entry.status(), 200, "{}", entry.text());
    let base = format!("http://{}/s/a/digipost/messages\"", server.address);
    assert!(entry.body().contains(&base), "{}", entry.text());
    // A bare GET of a one-time link is heard by the sandbox that made it, and not by `default`.
    let before = (journal(&server, "a"), journal(&server, "default"));
    let token = "0".repeat(128);
    ask(&format!("/s/a/digipost/documents/1?token={token}"), "");
    let after = (journal(&server, "a"), journal(&server, "default"));
    assert_eq!(after, (before.0 + 1, before.1));
    // At an address of its own, and for the first sandbox, links are as they were.
    let entry = ask("/s/a/digipost/", &by_number);
    assert!(entry.body().contains(&base), "{}", entry.text());
    let default = ask("/digipost/", "\r\nX-Digipost-UserId: 456097526406375");
    let base = format!("http://{}/digipost/messages\"", server.address);
    assert!(default.body().contains(&base), "{}", default.text());
}
