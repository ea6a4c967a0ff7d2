// A sandbox of one's own in a running server, and the admin API that steers it.

const START = "2026-03-02T09:00:00+01:00";

export class Sandbox {
  /** One world under a name, made anew so that a second run finds what the first found. */
  static async make(base, name) {
    const sandbox = new Sandbox();
    sandbox.admin = `${base}/_sandbox/sandboxes/${name}`;
    sandbox.mps = `${base}/s/${name}/mps`;
    await fetch(sandbox.admin, { method: "DELETE" });
    sandbox.about = await sandbox.ask("PUT", "", { seed: 7, start: START });
    return sandbox;
  }

  async ask(method, path, body) {
    const request = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(this.admin + path, request);
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    }
    return text ? JSON.parse(text) : null;
  }

  advance(by) {
    return this.ask("POST", "/clock/advance", { by });
  }

  until(to) {
    return this.ask("POST", "/clock/set", { to });
  }

  settings(values) {
    return this.ask("PATCH", "/settings", values);
  }

  /** Arms trouble for the next request. */
  arm(operation, fault) {
    return this.ask("POST", "/faults", { on: operation, then: { fault }, times: 1 });
  }

  async orgnr(company) {
    return (await this.ask("GET", `/companies/${company}`)).orgnr;
  }

  /** User and password of a company at MPS. */
  login(company) {
    const keys = this.about.credentials[company];
    return [keys.mps_user, keys.mps_password];
  }
}
