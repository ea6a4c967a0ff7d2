//! Senders that hand eFakturas to MPS themselves, past the router.

use crate::support::TestSandbox;

const SHIPMENT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const FIRST: &str = "bbbbbbbb-0000-4000-8000-000000000001";
const SECOND: &str = "bbbbbbbb-0000-4000-8000-000000000002";

fn transaction(id: &str) -> String {
    format!(
        "<transactions><transactionId>{id}</transactionId><paymentType>EFAKTURA</paymentType>\
         <documentType>INVOICE</documentType><kid>000002123453</kid>\
         <accountNumber>86011117947</accountNumber><amount>450.00</amount>\
         <dueDate>2026-03-20</dueDate><efakturaInfo>\
         <efakturaIdentifier>414360222</efakturaIdentifier><brandName>Fjord</brandName>\
         <eFakturaUrl>https://fjord.example/1</eFakturaUrl></efakturaInfo></transactions>"
    )
}

async fn shipped() -> TestSandbox {
    let sandbox = TestSandbox::frozen("2026-03-02T09:00:00+01:00").await;
    let body = format!(
        "<v1:AddShipmentRequest><auditInformation><messageIdentifier>m-00001</messageIdentifier>\
         </auditInformation><shipmentId>{SHIPMENT}</shipmentId><issuer>304520817</issuer>\
         <transactions>{}{}</transactions></v1:AddShipmentRequest>",
        transaction(FIRST),
        transaction(SECOND),
    );
    let reply = sandbox.soap("addShipment", &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    sandbox
}

#[tokio::test]
async fn each_transaction_has_a_case_of_its_own_and_the_shipment_leads_to_them() {
    let sandbox = shipped().await;
    sandbox.advance("PT1M").await;
    let found = sandbox
        .enter(|world| {
            let of_shipment: Vec<String> =
                world.cases.of("mps", SHIPMENT).map(str::to_owned).collect();
            let kinds = |id: &str| -> Vec<&str> {
                let case = world.cases.find(id).unwrap();
                case.events
                    .iter()
                    .map(|event| event.kind.as_ref())
                    .collect()
            };
            assert_eq!(kinds(FIRST), ["efaktura.received", "efaktura.accepted"]);
            assert_eq!(kinds(SECOND), kinds(FIRST));
            of_shipment
        })
        .await;
    assert_eq!(found, [FIRST, SECOND]);
}

#[tokio::test]
async fn a_question_for_a_shipment_is_filed_under_every_invoice_in_it() {
    let sandbox = shipped().await;
    let body = format!(
        "<v1:GetShipmentStatusRequest><auditInformation><messageIdentifier>m-00002\
         </messageIdentifier></auditInformation><shipmentId>{SHIPMENT}</shipmentId>\
         </v1:GetShipmentStatusRequest>"
    );
    sandbox.soap("getShipmentStatus", &body).await;
    let cases = sandbox
        .enter(|world| {
            let mut newest = world.journal.entries().rev();
            newest.find_map(|entry| match &entry.record {
                sandkasse::sandbox::Record::Exchange(exchange) => Some(exchange.cases.clone()),
                sandkasse::sandbox::Record::Event { .. } => None,
            })
        })
        .await;
    assert_eq!(cases.unwrap(), [FIRST, SECOND]);
}
