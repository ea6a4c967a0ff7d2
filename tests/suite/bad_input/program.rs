//! The program, started wrongly.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;

use crate::support::Binary;

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_broken_cast_ends_the_start_with_file_line_and_reason() {
    for (name, text, expected) in [
        ("toml", "\n[[person]\nslug = \"a\"\n", vec!["people.toml:2"]),
        (
            "field",
            "[[person]]\nslug = \"a\"\nshoe_size = 44\n",
            vec!["people.toml:3", "shoe_size"],
        ),
        (
            "value",
            "[[person]]\nslug = \"a\"\nssn = \"13121622258\"\n\
             name = { first = \"A\", last = \"B\" }\n",
            vec!["people.toml:3", "ssn"],
        ),
        (
            "taken",
            "[[person]]\nslug = \"a\"\nssn = \"13121622259\"\n\
             name = { first = \"A\", last = \"B\" }\n",
            vec!["people.toml:", "bjorg"],
        ),
        (
            "slug",
            "[[person]]\nslug = \"Æ Ø\"\n",
            vec!["people.toml:2", "slug"],
        ),
    ] {
        let folder = folder(&format!("cast-{name}"));
        fs::write(folder.join("people.toml"), text).unwrap();
        let scenarios = folder.to_str().unwrap();
        let run = Binary::run(&["serve", "--listen", "127.0.0.1:0", "--scenarios", scenarios]);
        assert_ne!(run.code, 0, "{name}");
        for word in expected {
            assert!(run.said.contains(word), "{name}: `{word}` in {}", run.said);
        }
        assert!(!run.said.contains("panicked"), "{}", run.said);
    }
}

#[test]
fn a_folder_that_is_not_there_and_bytes_that_are_no_text_are_named() {
    let missing = Binary::run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--scenarios",
        "/no/such",
    ]);
    assert_ne!(missing.code, 0);
    assert!(missing.said.contains("/no/such"), "{}", missing.said);
    let folder = folder("cast-bytes");
    fs::write(folder.join("people.toml"), b"[[person]]\nslug = \"\xe6\"\n").unwrap();
    let scenarios = folder.to_str().unwrap();
    let bytes = Binary::run(&["serve", "--listen", "127.0.0.1:0", "--scenarios", scenarios]);
    assert_ne!(bytes.code, 0);
    assert!(
        bytes.said.contains("people.toml:2") && bytes.said.contains("UTF-8"),
        "{}",
        bytes.said
    );
}

#[test]
fn a_settings_file_that_does_not_fit_is_named_with_line_and_reason() {
    for (name, text, expected) in [
        ("toml", "\nlisten = ", vec!["s.toml:2:", "not TOML"]),
        (
            "key",
            "\nlisten = \"127.0.0.1:0\"\nsede = 7\n",
            vec!["s.toml:3:1", "did you mean `seed`?"],
        ),
        (
            "value",
            "clock = \"backwards\"\n",
            vec!["s.toml:1:1: clock", "frozen"],
        ),
        (
            "setting",
            "[settings]\n\"identity.guard\" = \"on\"\n",
            vec!["s.toml:2:1: settings.identity.guard", "`mask`"],
        ),
        (
            "token",
            "admin_token = \"hunter2\"\n",
            vec!["s.toml:1:1: admin_token", "16 to 256"],
        ),
    ] {
        let path = folder(&format!("settings-{name}")).join("s.toml");
        fs::write(&path, text).unwrap();
        let run = Binary::run(&["serve", "--config", path.to_str().unwrap()]);
        assert_ne!(run.code, 0, "{name}");
        for word in expected {
            assert!(run.said.contains(word), "{name}: `{word}` in {}", run.said);
        }
        assert!(!run.said.contains("hunter2"), "{}", run.said);
        assert!(!run.said.contains("panicked"), "{}", run.said);
    }
    let missing = Binary::run(&["serve", "--config", "/no/such.toml"]);
    assert_ne!(missing.code, 0);
    assert!(missing.said.contains("/no/such.toml"), "{}", missing.said);
}

#[test]
fn an_admin_token_that_can_be_guessed_is_refused_and_not_repeated() {
    let run = Binary::run(&["serve", "--admin-token", "hunter2"]);
    assert_ne!(run.code, 0);
    assert!(run.said.contains("--admin-token"), "{}", run.said);
    assert!(run.said.contains("16 to 256"), "{}", run.said);
    assert!(!run.said.contains("hunter2"), "{}", run.said);
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = Binary::run(&["serve", "--listen", &address]);
    assert_ne!(run.code, 0);
    assert!(
        run.said.contains(&format!("cannot listen on {address}")),
        "{}",
        run.said
    );
    assert!(run.said.contains("choose another port"), "{}", run.said);
}

#[test]
fn an_argument_that_does_not_fit_is_told_what_would() {
    for (arguments, expected) in [
        (
            vec!["serve", "--start", "yesterday"],
            "2026-03-02T09:00:00+01:00",
        ),
        (
            vec!["serve", "--start", "2026-02-30T09:00:00+01:00"],
            "2026-03-02T09:00:00+01:00",
        ),
        (vec!["serve", "--clock", "backwards"], "frozen"),
        (vec!["serve", "--seed=-1"], "--seed"),
        (vec!["serve", "--listen", "localhost"], "--listen"),
        (vec!["serve", "--log", "[[["], "log"),
        (vec!["serve", "--setting", "profile"], "profile=strict"),
        (
            vec!["serve", "--setting", "profile=lax"],
            "`documented` or `strict`",
        ),
        (vec!["serve", "--setting", "colour=red"], "colour"),
        (vec!["dance"], "dance"),
        (vec![], "Usage"),
    ] {
        let run = Binary::run(&arguments);
        assert!(run.code > 0, "{arguments:?} ended with {}", run.code);
        assert!(run.said.contains(expected), "{arguments:?}: {}", run.said);
        assert!(
            !run.said.contains("panicked"),
            "{arguments:?}: {}",
            run.said
        );
    }
}
