//! The interface description of a port, written from the tables of its operations.

use crate::services::mps::operations::{self, SoapPort};
use crate::services::{Contract, Fidelity, Field, Holds, Kind, Match, Operation, Shape};
use crate::wire::xml::Writer;

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const SOAP: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const TRANSPORT: &str = "http://schemas.xmlsoap.org/soap/http";

const FAULTS: [(&str, &str); 2] = [
    ("validationFault", "ValidationFault"),
    ("serverFault", "ServerFault"),
];

/// An operation with its messages.
struct Described {
    name: &'static str,
    action: &'static str,
    contract: &'static Contract,
    remark: &'static str,
}

/// Writes the description of a port whose address is this one.
pub(in crate::services::mps::wire) fn describe(port: &SoapPort, address: &str) -> Vec<u8> {
    let rows: Vec<Described> = operations::at(port).filter_map(described).collect();
    let mut writer = Writer::indented();
    let w = &mut writer;
    w.open(
        "definitions",
        &[
            ("name", port.service),
            ("targetNamespace", port.namespace),
            ("xmlns", WSDL),
            ("xmlns:soap", SOAP),
            ("xmlns:tns", port.namespace),
            ("xmlns:xs", XSD),
        ],
    );
    let about = format!(
        "Sandkasse's description of {}: {}. Its own is not public; every element says whether a \
         public document names it or it is modelled.",
        port.service, port.title
    );
    w.leaf("documentation", &about);
    types(w, port, &rows);
    messages(w, &rows);
    port_type(w, port, &rows);
    binding(w, port, &rows);
    let binding = format!("tns:{}", port.binding);
    w.open("service", &[("name", port.service)])
        .open("port", &[("name", port.port), ("binding", &binding)])
        .open("soap:address", &[("location", address)])
        .close()
        .close()
        .close()
        .close();
    writer.finish()
}

fn described(row: &'static Operation) -> Option<Described> {
    let Match::SoapBody { root, action, .. } = row.matched_by else {
        return None;
    };
    let contract = row.contract.filter(|_| row.fidelity != Fidelity::Absent)?;
    Some(Described {
        name: root,
        action,
        contract,
        remark: row.remark,
    })
}

/// No `elementFormDefault`: only the root of a body is in the namespace, as at the first service.
fn types(w: &mut Writer, port: &SoapPort, rows: &[Described]) {
    w.open("types", &[])
        .open("xs:schema", &[("targetNamespace", port.namespace)]);
    let mut shapes: Vec<&'static Shape> = Vec::new();
    for row in rows {
        collect(row.contract.request, &mut shapes);
        collect(row.contract.response, &mut shapes);
    }
    for shape in shapes {
        complex_type(w, shape.name, shape.fields);
    }
    for row in rows {
        let answer = format!("{}Response", row.name);
        for (name, fields) in [
            (row.name, row.contract.request),
            (answer.as_str(), row.contract.response),
        ] {
            let type_name = capitalised(name);
            let typed = format!("tns:{type_name}");
            w.open("xs:element", &[("name", name), ("type", &typed)])
                .close();
            complex_type(w, &type_name, fields);
        }
    }
    faults(w);
    w.close().close();
}

fn collect(fields: &'static [Field], shapes: &mut Vec<&'static Shape>) {
    for field in fields {
        match field.holds {
            Holds::Value(_) => {}
            Holds::Choice(options) => collect(options, shapes),
            Holds::Fields(shape) => {
                if !shapes.iter().any(|known| known.name == shape.name) {
                    shapes.push(shape);
                    collect(shape.fields, shapes);
                }
            }
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn complex_type(w: &mut Writer, name: &str, fields: &[Field]) {
    w.open("xs:complexType", &[("name", name)])
        .open("xs:sequence", &[]);
    for field in fields {
        element(w, field);
    }
    w.close().close();
}

fn element(w: &mut Writer, field: &Field) {
    let (min, max) = (field.min.to_string(), field.max.to_string());
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    if field.min != 1 {
        attributes.push(("minOccurs", &min));
    }
    if field.max != 1 {
        attributes.push(("maxOccurs", &max));
    }
    if let Holds::Choice(options) = field.holds {
        w.open("xs:choice", &attributes);
        for option in options {
            element(w, option);
        }
        w.close();
        return;
    }
    attributes.insert(0, ("name", field.name));
    let typed = match field.holds {
        Holds::Fields(shape) => Some(format!("tns:{}", shape.name)),
        Holds::Value(_) | Holds::Choice(_) => None,
    };
    if let Some(typed) = &typed {
        attributes.push(("type", typed));
    }
    w.open("xs:element", &attributes);
    documentation(w, field.known, field.about);
    if let Holds::Value(kind) = field.holds {
        simple_type(w, kind);
    }
    w.close();
}

fn documentation(w: &mut Writer, known: Option<&str>, about: &str) {
    let text = match known {
        Some(source) => format!("{about} (known from {source})"),
        None => format!("modelled: {about}"),
    };
    w.open("xs:annotation", &[])
        .leaf("xs:documentation", &text)
        .close();
}

fn simple_type(w: &mut Writer, kind: Kind) {
    let base = match kind {
        Kind::Text(..)
        | Kind::Digits(..)
        | Kind::Word(_)
        | Kind::Uuid
        | Kind::Phone
        | Kind::Email
        | Kind::Signature => "xs:string",
        Kind::Amount => "xs:decimal",
        Kind::Date => "xs:date",
        Kind::DateTime => "xs:dateTime",
        Kind::Boolean => "xs:boolean",
        Kind::Count => "xs:int",
    };
    w.open("xs:simpleType", &[])
        .open("xs:restriction", &[("base", base)]);
    let facet = |w: &mut Writer, name: &str, value: &str| {
        w.open(&format!("xs:{name}"), &[("value", value)]).close();
    };
    let lengths = |w: &mut Writer, min: usize, max: usize| {
        facet(w, "minLength", &min.to_string());
        facet(w, "maxLength", &max.to_string());
    };
    match kind {
        Kind::Text(min, max) => lengths(w, min, max),
        Kind::Digits(min, max) => {
            lengths(w, min, max);
            facet(w, "pattern", "[0-9]*");
        }
        Kind::Word(words) => words.iter().for_each(|word| facet(w, "enumeration", word)),
        Kind::Uuid => facet(w, "pattern", "[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}"),
        Kind::Phone => {
            lengths(w, 6, 16);
            facet(w, "pattern", "\\+[0-9]+");
        }
        Kind::Email => {
            lengths(w, 5, 100);
            facet(w, "pattern", "[^@]+@[^\\.]+\\..+");
        }
        Kind::Signature => facet(w, "pattern", "%3CMSG.*%3E"),
        Kind::Amount => {
            facet(w, "fractionDigits", "2");
            facet(w, "minInclusive", "0.00");
        }
        Kind::Date | Kind::DateTime | Kind::Boolean | Kind::Count => {}
    }
    w.close().close();
}

fn faults(w: &mut Writer) {
    let identifier = Field::modelled(
        "messageIdentifier",
        Holds::Value(Kind::Text(5, 50)),
        "the value of the request",
    );
    let code = Field::modelled(
        "errorCode",
        Holds::Value(Kind::Count),
        "what is wrong, as a number; the words are in faultstring",
    );
    let parts: [(&str, &[Field], &str); 2] = [
        (
            "ValidationFault",
            &[code, identifier],
            "the request breaks a rule; the shape is that of EfakturaAtgService v1",
        ),
        (
            "ServerFault",
            &[identifier],
            "the service failed; the shape is that of EfakturaAtgService v1",
        ),
    ];
    for (name, fields, about) in parts {
        w.open("xs:element", &[("name", name)]);
        documentation(w, None, about);
        w.open("xs:complexType", &[]).open("xs:sequence", &[]);
        for field in fields {
            element(w, field);
        }
        w.close().close().close();
    }
}

fn messages(w: &mut Writer, rows: &[Described]) {
    let mut message = |name: &str, element: &str| {
        let element = format!("tns:{element}");
        w.open("message", &[("name", name)])
            .open("part", &[("name", name), ("element", &element)])
            .close()
            .close();
    };
    for row in rows {
        let answer = format!("{}Response", row.name);
        message(row.name, row.name);
        message(&answer, &answer);
    }
    for (name, element) in FAULTS {
        message(name, element);
    }
}

fn port_type(w: &mut Writer, port: &SoapPort, rows: &[Described]) {
    w.open("portType", &[("name", port.port_type)]);
    for row in rows {
        let input = format!("tns:{}", row.name);
        let output = format!("tns:{}Response", row.name);
        w.open("operation", &[("name", row.name)])
            .leaf("documentation", row.remark)
            .open("input", &[("message", &input)])
            .close()
            .open("output", &[("message", &output)])
            .close();
        for (name, _) in FAULTS {
            let message = format!("tns:{name}");
            w.open("fault", &[("name", name), ("message", &message)])
                .close();
        }
        w.close();
    }
    w.close();
}

fn binding(w: &mut Writer, port: &SoapPort, rows: &[Described]) {
    let typed = format!("tns:{}", port.port_type);
    w.open("binding", &[("name", port.binding), ("type", &typed)])
        .open(
            "soap:binding",
            &[("style", "document"), ("transport", TRANSPORT)],
        )
        .close();
    for row in rows {
        w.open("operation", &[("name", row.name)])
            .open("soap:operation", &[("soapAction", row.action)])
            .close();
        for side in ["input", "output"] {
            w.open(side, &[])
                .open("soap:body", &[("use", "literal")])
                .close()
                .close();
        }
        for (name, _) in FAULTS {
            w.open("fault", &[("name", name)])
                .open("soap:fault", &[("name", name), ("use", "literal")])
                .close()
                .close();
        }
        w.close();
    }
    w.close();
}
