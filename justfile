# The daily words. No logic here: what a word does stands in the script or the crate it calls.

# a server on 127.0.0.1:8080
run *arguments:
    cargo run -- serve {{arguments}}

# everything that must hold before a change goes in
check:
    .ci/run

# the crate's own tests
test *arguments:
    cargo test {{arguments}}

# real clients against a freshly built server
clients:
    tests/clients/run.sh

# the image, built and run without a Docker engine (needs root)
container:
    tests/container/run.sh

# exchanges per second, beside a bare handler
bench *arguments:
    cargo bench {{arguments}}

# writes docs/FIDELITY.md anew from the operations tables
fidelity:
    SANDKASSE_WRITE_FIDELITY=1 cargo test --test suite fidelity

# writes docs/CAST.md anew from the cast file
cast:
    SANDKASSE_WRITE_CAST=1 cargo test --test suite cast

# writes the list of shipped scenarios in docs/SCENARIOS.md anew
stories:
    SANDKASSE_WRITE_STORIES=1 cargo test --test suite manual_lists

# writes the JSON Schema of scenarios anew
schema:
    SANDKASSE_WRITE_SCHEMA=1 cargo test --test suite published_schema
