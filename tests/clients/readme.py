"""Does what the README says, word for word, against a running server.

Takes every block of shell commands that needs no build, in order, in one shell, with the address of
the server in place of the printed one. Each command must succeed, and the invoice must be delivered.
"""

import argparse
import pathlib
import re
import subprocess

from checks import Checks

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRINTED = "http://127.0.0.1:8080"
# Blocks that start a server instead of talking to one; tests/container tries the image.
BUILDERS = ["cargo", "docker"]
# The README's reader sees an error on the screen; here it has to end the run. Not `pipefail`: a
# reader that has seen enough, such as `head`, closes the pipe under curl, and that is no error.
STRICT = 'set -eu\ncurl() { command curl --fail-with-body --max-time 20 "$@"; }\n'


def blocks():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [block for block in found if not any(tool in block for tool in BUILDERS)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--base", required=True)
    base = arguments.parse_args().base
    checks = Checks()
    commands = blocks()
    checks.that("the README has commands to try", len(commands) >= 6, f"found {len(commands)}")
    script = STRICT + "".join(f"echo '@@{n}'\n{block}\necho\n" for n, block in enumerate(commands))
    run = subprocess.run(
        ["bash", "-c", script.replace(PRINTED, base)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    answers = re.split(r"^@@\d+$", run.stdout, flags=re.MULTILINE)[1:]
    for number, block in enumerate(commands):
        checks.that(
            f"the README's `{block.splitlines()[0][:60]}` works",
            number < len(answers) - (run.returncode != 0),
            run.stderr[-500:] or (answers[number][-500:] if number < len(answers) else "not reached"),
        )
    timeline = "".join(answer for answer in answers if '"attempts"' in answer)
    checks.that("Bodil's invoice is delivered", '"status":"DELIVERED"' in timeline, timeline[:500])
    checks.that("it is an eFaktura", '"channel":"efaktura"' in timeline, timeline[:500])
    checks.finish()


if __name__ == "__main__":
    main()
