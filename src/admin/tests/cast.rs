//! People and companies are made and changed, and nothing half.

use serde_json::{Value, json};

use super::{Server, refused};

const PEOPLE: &str = "/sandboxes/default/people";
const COMPANIES: &str = "/sandboxes/default/companies";

async fn events(server: &Server) -> Vec<String> {
    let journal = server.get("/sandboxes/default/journal").await;
    let entries = journal["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| format!("{} {}", entry["event"].as_str().unwrap(), entry["text"]))
        .collect()
}

#[tokio::test]
async fn the_documented_consumers_are_there_as_documented() {
    let server = Server::start();
    let halgeir = server.get(&format!("{PEOPLE}/halgeir")).await;
    assert_eq!(halgeir["ssn"], "09091816528");
    assert_eq!(halgeir["efaktura"]["identifier"], "414360222");
    assert_eq!(halgeir["mandates"][0]["kid"], "000002123453");
    let people = server.get(PEOPLE).await;
    assert!(people.as_array().unwrap().contains(&halgeir));
    let near = server.send("GET", &format!("{PEOPLE}/halgier"), "").await;
    refused(near, 404, &["halgier", "did you mean `halgeir`?"]);
}

#[tokio::test]
async fn a_person_made_with_empty_facets_gets_numbers_and_keeps_them() {
    let server = Server::start();
    let path = format!("{PEOPLE}/kari-test");
    let body = json!({"efaktura": {"yes_to_all": true}, "bank": {"name": "DNB"}});
    let (status, made) = server.put(&path, &body).await;
    assert_eq!(status, 201, "{made}");
    for minted in ["/ssn", "/efaktura/identifier", "/bank/account"] {
        assert!(made.pointer(minted).unwrap().is_string(), "{minted}");
    }
    assert_eq!(made.get("vipps"), None);
    assert_eq!(server.put(&path, &body).await, (200, made.clone()));
    let (_, without) = server.put(&path, &json!({"bank": {"name": "DNB"}})).await;
    assert_eq!(without.get("efaktura"), None);
    assert_eq!(without["ssn"], made["ssn"]);
    assert_eq!(without["bank"], made["bank"]);
    assert_eq!(server.get(&path).await, without);
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_null_takes_a_facet_away() {
    let server = Server::start();
    let path = format!("{PEOPLE}/halgeir");
    let mut expected = server.get(&path).await;
    let patch = json!({"vipps": {"display": false}, "krr": null, "phone": "+4790000001"});
    let (status, patched) = server.patch(&path, &patch).await;
    expected["vipps"]["display"] = json!(false);
    expected["phone"] = json!("+4790000001");
    expected.as_object_mut().unwrap().remove("krr");
    assert_eq!((status, patched), (200, expected));
    let nobody = server
        .patch(&format!("{PEOPLE}/nobody-here"), &json!({}))
        .await;
    refused(nobody, 404, &["`PUT` makes one"]);
}

#[tokio::test]
async fn each_mandate_that_differs_is_made_changed_or_ended_and_told() {
    let server = Server::start();
    let path = format!("{PEOPLE}/halgeir");
    let mandates = server.get(&path).await["mandates"].clone();
    server.patch(&path, &json!({"mandates": mandates})).await;
    assert!(events(&server).await.is_empty());
    let mut other = mandates[0].clone();
    other["kid"] = json!("000001123454");
    let mut changed = mandates[0].clone();
    changed["notification"] = json!(false);
    let (status, _) = server
        .patch(&path, &json!({"mandates": [changed, other]}))
        .await;
    assert_eq!(status, 200);
    let (_, bare) = server.patch(&path, &json!({"mandates": null})).await;
    assert_eq!(bare["mandates"], json!([]));
    let told = events(&server).await;
    let kinds: Vec<_> = told
        .iter()
        .filter_map(|text| text.split(' ').next())
        .collect();
    let mut expected = [
        "mandate.made",
        "mandate.changed",
        "mandate.ended",
        "mandate.ended",
    ];
    let mut kinds = kinds;
    kinds.sort_unstable();
    expected.sort_unstable();
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn what_somebody_else_has_is_refused_and_nothing_changes() {
    let server = Server::start();
    let path = format!("{PEOPLE}/bodil");
    let before = server.get(&path).await;
    let mandate = server.get(&format!("{PEOPLE}/halgeir")).await["mandates"][0].clone();
    for (patch, words) in [
        (
            json!({"ssn": "09091816528"}),
            ["national identity number", "halgeir"],
        ),
        (
            json!({"efaktura": {"identifier": "414360222"}}),
            ["eFaktura identifier", "halgeir"],
        ),
        (
            json!({"bank": {"account": "99999893488"}}),
            ["account", "halgeir"],
        ),
        (
            json!({"email": "b@x.no", "mandates": [mandate]}),
            ["mandates", "halgeir"],
        ),
    ] {
        refused(server.patch(&path, &patch).await, 409, &words);
    }
    assert_eq!(server.get(&path).await, before);
    assert!(events(&server).await.is_empty());
}

#[tokio::test]
async fn a_value_or_name_that_does_not_fit_is_told_with_its_place() {
    let server = Server::start();
    let path = format!("{PEOPLE}/bodil");
    let before = server.get(&path).await;
    for (patch, words) in [
        (json!({"emial": "x"}), ["emial", "did you mean `email`?"]),
        (
            json!({"vipps": {"activ": true}}),
            ["vipps.activ", "did you mean `active`?"],
        ),
        (
            json!({"krr": {"status": "AKTIVT"}}),
            ["krr.status", "did you mean `AKTIV`?"],
        ),
        (json!({"slug": "bjorg"}), ["slug", "`bodil`"]),
        (
            json!({"mandates": [{"kid": "1"}]}),
            ["mandates[0]", "payee_account"],
        ),
        (json!({"name": 7}), ["name", "7"]),
        (json!([]), ["the body", "map"]),
    ] {
        let told = server.patch(&path, &patch).await;
        assert!(
            !told.1["detail"]
                .as_str()
                .unwrap()
                .contains("at line 1 column 9")
        );
        refused(told, 400, &words);
    }
    let bad = server.put(&path, &json!({"ssn": "05111926665"})).await;
    assert_eq!(bad.1["field"], "ssn");
    refused(bad, 400, &["051119*****"]);
    assert_eq!(server.get(&path).await, before);
}

#[tokio::test]
async fn a_company_is_made_and_changed_and_its_keys_stay() {
    let server = Server::start();
    let path = format!("{COMPANIES}/ny-energi");
    let (status, made) = server
        .put(&path, &json!({"maventa": {"b2cno": "ACTIVE"}}))
        .await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["name"], "Ny Energi");
    assert!(made["orgnr"].is_string() && made["maventa"]["company_id"].is_string());
    let (status, patched) = server
        .patch(&path, &json!({"maventa": {"b2cno": "FAULT"}}))
        .await;
    let mut expected = made.clone();
    expected["maventa"]["b2cno"] = json!("FAULT");
    assert_eq!((status, &patched), (200, &expected));
    let shown = server.get("/sandboxes/default").await;
    let keys = &shown["credentials"]["ny-energi"];
    assert_eq!(keys["company_id"], made["maventa"]["company_id"]);
    let (_, without) = server.patch(&path, &json!({"maventa": null})).await;
    assert_eq!(without.get("maventa"), None::<&Value>);
}

#[tokio::test]
async fn a_company_number_or_key_of_another_is_refused_also_across_sandboxes() {
    let server = Server::start();
    let path = format!("{COMPANIES}/fjord-energi");
    let fjord = server.get(&path).await;
    let other = server
        .put(
            &format!("{COMPANIES}/ny"),
            &json!({"orgnr": fjord["orgnr"]}),
        )
        .await;
    refused(other, 409, &["organisation number", "fjord-energi"]);
    server.send("PUT", "/sandboxes/demo", "").await;
    let patch = json!({"maventa": {"company_id": fjord["maventa"]["company_id"]}});
    let there = "/sandboxes/demo/companies/fjord-energi";
    refused(
        server.patch(there, &patch).await,
        409,
        &["sandbox `default`"],
    );
    refused(server.put(there, &patch).await, 409, &["sandbox `default`"]);
    assert_eq!(server.patch(&path, &patch).await, (200, fjord));
    let near = server
        .patch(&path, &json!({"maventa": {"b2cno": "ACTIV"}}))
        .await;
    refused(near, 400, &["did you mean `ACTIVE`?"]);
}

#[tokio::test]
async fn a_customer_unit_of_another_is_refused_and_the_one_of_mps_is_nobodys() {
    let server = Server::start();
    let path = format!("{COMPANIES}/nord-nett");
    let before = server.get(&path).await;
    let unit = |unit: &str| json!({"mps": {"customer_unit": unit}});
    let taken = server.patch(&path, &unit("00230456")).await;
    refused(taken, 409, &["customer unit", "00230456", "fjord-energi"]);
    let of_mps = server.patch(&path, &unit("00008080")).await;
    refused(of_mps, 400, &["mps.customer_unit", "MPS's own"]);
    assert_eq!(server.get(&path).await, before);
    let (status, company) = server.patch(&path, &unit("00363275")).await;
    assert_eq!(
        (status, &company["mps"]["customer_unit"]),
        (200, &json!("00363275"))
    );
}

#[tokio::test]
async fn an_agreement_is_patched_as_a_whole_and_says_its_usual_id() {
    let server = Server::start();
    let path = format!("{COMPANIES}/fjord-energi");
    let mut agreement = server.get(&path).await["avtalegiro"][0].clone();
    assert_eq!(agreement["agreement_id"], "011117947");
    assert_eq!(agreement["data_receivers"], json!(["00230456"]));
    agreement["other_kid_structures"] = json!([{"kid_length": 15, "reference_position": "1-8"}]);
    agreement["list_receivers"] = json!(["a@b.example"]);
    let patch = json!({"avtalegiro": [agreement]});
    let (status, company) = server.patch(&path, &patch).await;
    assert_eq!((status, &company["avtalegiro"][0]), (200, &agreement));
    agreement["other_kid_structures"] = json!([{"kid_length": 12, "reference_position": "1-8"}]);
    let alike = server
        .patch(&path, &json!({"avtalegiro": [agreement]}))
        .await;
    let field = "avtalegiro[0].other_kid_structures[0].kid_length";
    refused(alike, 400, &[field, "no other structure"]);
    assert_eq!(server.get(&path).await, company);
}

#[tokio::test]
async fn accounts_at_digipost_are_made_changed_and_taken_away() {
    let server = Server::start();
    let (kari, firm) = (
        format!("{PEOPLE}/kari-test"),
        format!("{COMPANIES}/ny-energi"),
    );
    let (status, made) = server.put(&kari, &json!({"digipost": {}})).await;
    assert_eq!(status, 201, "{made}");
    let address = made["digipost"]["address"].as_str().unwrap();
    assert!(address.starts_with("kari.test#"), "{address}");
    let again = server.put(&kari, &json!({"digipost": {}})).await;
    assert_eq!(again, (200, made.clone()));
    let wanted = json!({"digipost": {"address": address.to_uppercase()}});
    let taken = server.patch(&format!("{PEOPLE}/bodil"), &wanted).await;
    refused(taken, 409, &["Digipost address", "kari-test"]);
    let wrong = json!({"digipost": {"language": "n"}});
    refused(
        server.patch(&kari, &wrong).await,
        400,
        &["did you mean `nb`?"],
    );
    let (_, without) = server.patch(&kari, &json!({"digipost": null})).await;
    assert_eq!(without.get("digipost"), None);

    let (status, made) = server.put(&firm, &json!({"digipost": {}})).await;
    assert_eq!(status, 201, "{made}");
    let id = &made["digipost"]["broker_id"];
    let shown = server.get("/sandboxes/default").await;
    assert_eq!(&shown["credentials"]["ny-energi"]["digipost_broker_id"], id);
    let wanted = json!({"digipost": {"broker_id": id}});
    let taken = server
        .patch(&format!("{COMPANIES}/nord-nett"), &wanted)
        .await;
    refused(taken, 409, &["Digipost account", "ny-energi"]);
    let wrong = json!({"digipost": {"rights": ["prnt"]}});
    refused(
        server.patch(&firm, &wrong).await,
        400,
        &["did you mean `print`?"],
    );
    assert_eq!(server.get(&firm).await, made);
}

#[tokio::test]
async fn a_client_of_vipps_is_made_changed_and_told_apart_from_all_others() {
    let server = Server::start();
    let firm = format!("{COMPANIES}/ny-energi");
    let (status, made) = server.put(&firm, &json!({"vipps": {"isp": {}}})).await;
    assert_eq!(status, 201, "{made}");
    let again = server.put(&firm, &json!({"vipps": {"isp": {}}})).await;
    assert_eq!(again, (200, made.clone()));
    let keys = &made["vipps"]["isp"];
    let shown = server.get("/sandboxes/default").await;
    assert_eq!(&shown["credentials"]["ny-energi"]["vipps_isp"], keys);
    let fjord = &shown["credentials"]["fjord-energi"]["vipps_isp"];
    for (name, what) in [
        ("client_id", "Vipps client id"),
        ("subscription_key", "Vipps subscription key"),
    ] {
        let wanted = json!({"vipps": {"isp": {name: fjord[name]}}});
        let taken = server.patch(&firm, &wanted).await;
        refused(taken, 409, &[what, "fjord-energi"]);
    }

    server.send("PUT", "/sandboxes/demo", "").await;
    let there = "/sandboxes/demo/companies/dnb-bank";
    let dnb = &shown["credentials"]["dnb-bank"]["vipps_ipp"];
    for name in ["client_id", "subscription_key"] {
        let wanted = json!({"vipps": {"ipp": {name: dnb[name]}}});
        let taken = server.patch(there, &wanted).await;
        let field = format!("vipps.ipp.{name}");
        refused(taken, 409, &["sandbox `default`", &field]);
    }

    let patch = |isp: serde_json::Value| json!({"vipps": {"isp": isp}});
    let phones = patch(json!({"whitelist": ["97777776"]}));
    let (_, listed) = server.patch(&firm, &phones).await;
    assert_eq!(
        listed["vipps"]["isp"]["whitelist"],
        json!(["+4797777776"]),
        "{listed}"
    );
    let wrong = patch(json!({"whitelist": ["97777776", "no"]}));
    let wrong = server.patch(&firm, &wrong).await;
    refused(wrong, 400, &["vipps.isp.whitelist[1]"]);
    let wrong = server.patch(&firm, &json!({"accounts": ["1"]})).await;
    refused(wrong, 400, &["accounts[0]"]);
    let wrong = patch(json!({"secondary_subscription_key": "mine"}));
    let wrong = server.patch(&firm, &wrong).await;
    refused(wrong, 400, &["vipps.isp.secondary_subscription_key"]);
    assert_eq!(server.get(&firm).await, listed);
    let (_, free) = server
        .patch(&firm, &patch(json!({"whitelist": null})))
        .await;
    assert_eq!(free, made);
}
