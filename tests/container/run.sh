#!/usr/bin/env bash
# Builds the Dockerfile and runs the image, without a Docker engine and without an image registry:
# Debian's own buildah and podman, and a stand-in for the public base image that carries its name.
#
#   tests/container/run.sh
#
# What this cannot test is the public base image itself. Needs root on a Debian or Ubuntu machine;
# anywhere else it says why it is skipped. SANDKASSE_CONTAINER_STORE=DIR keeps the layers there
# between runs; without it everything is thrown away in the end.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

# The scripts import one another; their compiled form has no place in the repository.
export PYTHONDONTWRITEBYTECODE=1
# The container is on this machine, whatever proxy leads to the world.
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
# Namespaces inside a machine that is itself a container are more than most allow.
export BUILDAH_ISOLATION=chroot

image=localhost/sandkasse:ci
tools=(buildah podman runc mmdebstrap)

say() { printf '\n== %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
skip() { printf '\n== tests/container/run.sh is SKIPPED: %s\n' "$*"; exit 0; }

[ "$(uname -s)" = Linux ] || skip "found $(uname -s), and containers need Linux"
[ "$(id -u)" -eq 0 ] || skip "found user $(id -u), and the container tools need root here"

work=$(mktemp -d)
store=${SANDKASSE_CONTAINER_STORE:-$work/store}
storage=(--root "$store/layers" --runroot "$store/run" --storage-driver overlay)
build() { buildah "${storage[@]}" "$@"; }
# runc, because crun refuses machines where both generations of cgroups are mounted.
engine=(podman "${storage[@]}" --cgroup-manager cgroupfs --events-backend file --runtime runc)
clean_up() {
    if command -v podman >/dev/null; then
        "${engine[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
    fi
    # The overlay driver mounts its folder onto itself, and a mounted folder cannot be removed.
    umount "$store/layers/overlay" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_tools() {
    local missing=() tool
    for tool in "${tools[@]}"; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3 python3-venv)
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    command -v apt-get >/dev/null || skip "${missing[*]} missing and there is no apt-get"
    say "installing ${missing[*]} by apt-get"
    apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" debian-archive-keyring </dev/null
}

# A machine that is itself tightly boxed in allows neither; no flag of ours changes that.
need_kernel() {
    unshare --mount --pid --ipc --uts --fork true 2>/dev/null ||
        skip "this machine lets not even root make namespaces"
    mkdir -p "$work/probe"/{lower,upper,work,both}
    local layers="lowerdir=$work/probe/lower,upperdir=$work/probe/upper,workdir=$work/probe/work"
    mount -t overlay overlay -o "$layers" "$work/probe/both" 2>/dev/null ||
        skip "this machine lets not even root mount an overlay"
    umount "$work/probe/both"
}

# Debian with a linker and the Rust that is installed here, under the public image's name.
make_base() {
    local name=$1 container
    if build inspect --type image "$name" >/dev/null 2>&1; then
        echo "$name is there from an earlier run"
        return
    fi
    mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/doc/*' \
        --include=gcc,libc6-dev,ca-certificates bookworm "$work/base.tar" </dev/null
    container=$(build from scratch)
    build add --quiet "$container" "$work/base.tar" / >/dev/null
    rm "$work/base.tar"
    # Offline, because the crates are brought along; set here and not at the build, whose settings
    # would stay in the image.
    build config --cmd bash --env CARGO_HOME=/usr/local/cargo --env CARGO_NET_OFFLINE=true \
        --env PATH=/usr/local/rust/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        "$container"
    build commit --quiet --rm "$container" "$name" >/dev/null
}

lint() {
    python3 -m venv "$work/venv"
    if ! "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        -r "$here/requirements.txt"; then
        echo "hadolint is not to be had here; the Dockerfile goes unlinted"
        return
    fi
    "$work/venv/bin/hadolint" Dockerfile || die "hadolint has something to say"
    echo "nothing to say"
}

command -v cargo >/dev/null || die "cargo is missing; install Rust from https://rustup.rs"
need_tools
need_kernel

say "hadolint Dockerfile"
lint

version=$(sed -n 's/^ARG RUST_VERSION=//p' Dockerfile)
base=localhost/rust:$version-slim-bookworm
say "making a stand-in for rust:$version-slim-bookworm, with $(rustc --version)"
make_base "$base"

say "building the image"
cargo fetch --locked --quiet
build bud --quiet --layers --isolation chroot --pull-never --format docker \
    --volume "$(rustc --print sysroot):/usr/local/rust:ro" \
    --volume "${CARGO_HOME:-$HOME/.cargo}/registry:/usr/local/cargo/registry" \
    --tag "$image" . >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die "the Dockerfile does not build"
}

say "running the image"
python3 "$here/image.py" --image "$image" --work "$work" -- "${engine[@]}"

say "the container holds"
