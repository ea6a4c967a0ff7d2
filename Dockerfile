# One static program and nothing else: no shell, no libraries, no time zone files, no scenarios on
# disk; all of that is compiled in. tests/container/run.sh builds, runs and measures it.
ARG RUST_VERSION=1.95

FROM rust:${RUST_VERSION}-slim-bookworm AS build
WORKDIR /build
# Naming the target keeps the static flag away from build scripts and macros, which must not have it.
ENV RUSTFLAGS="-C target-feature=+crt-static" \
    CARGO_PROFILE_RELEASE_STRIP=symbols
# The dependencies in a layer of their own: it stays until Cargo.toml or Cargo.lock changes.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src benches && touch benches/exchange.rs \
    && echo '//! A stand-in.' > src/lib.rs && printf '//! A stand-in.\nfn main() {}\n' > src/main.rs \
    && cargo build --locked --release --bin sandkasse --target "$(rustc --print host-tuple)" \
    && rm -r src
COPY src src
COPY scenarios scenarios
# The stand-ins for our own sources are newer than the sources; cargo must not take them for these.
RUN touch src/lib.rs src/main.rs \
    && cargo build --locked --release --bin sandkasse --target "$(rustc --print host-tuple)" \
    && cp "target/$(rustc --print host-tuple)/release/sandkasse" /sandkasse

FROM scratch
LABEL org.opencontainers.image.title="sandkasse" \
      org.opencontainers.image.description="A sandbox that impersonates everything a Norwegian consumer invoice meets on its way" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE /LICENSE
COPY --from=build /sandkasse /sandkasse
# A number, so that an engine can see that it is not root without a file of users.
USER 65532:65532
# Beyond loopback the admin API asks for a token: SANDKASSE_ADMIN_TOKEN, or the one printed at start.
ENV SANDKASSE_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=2s --retries=3 CMD ["/sandkasse", "health"]
ENTRYPOINT ["/sandkasse"]
CMD ["serve"]
