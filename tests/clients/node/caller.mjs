// A client as node soap makes it of a WSDL, which counts and keeps what went over the wire.
import { appendFileSync } from "node:fs";

import soap from "soap";

const HOST = "https://efaktura-services.nets.no";

export class Caller {
  messages = 0;
  fault = null;

  static async make(Kind, { checks, source, sandbox, path, wsdl, bodies }) {
    const caller = new Kind();
    const address = sandbox.mps + path;
    caller.client = await soap.createClientAsync(wsdl ?? `${address}?wsdl`);
    // What a WSDL names as address is the real host, unless our server wrote it.
    caller.client.setEndpoint(address);
    caller.namespace = HOST + path;
    caller.operations = Object.keys(Object.values(Object.values(caller.client.describe())[0])[0]);
    caller.client.on("response", (answer) => {
      const request = caller.client.lastRequest;
      if (bodies && answer) {
        appendFileSync(bodies, `${JSON.stringify({ source, path, request, answer })}\n`);
      }
    });
    return Object.assign(caller, { checks, source, sandbox });
  }

  /** Plays scenes in order; a failed one does not keep the others from playing. */
  async play(scenes) {
    for (const scene of scenes) {
      const name = scene.name.replaceAll(/[A-Z]/g, (it) => ` ${it.toLowerCase()}`);
      await this.checks.attempt(`${this.source}: ${name}`, () => scene.call(this, this));
    }
  }

  /** Calls, and checks that the answer carries the request's message identifier. */
  async call(operation, body = {}) {
    this.messages += 1;
    const messageIdentifier = this.identifier();
    const message = { auditInformation: { messageIdentifier }, ...body };
    const [answer] = await this.client[`${operation}Async`](message);
    if (answer.messageIdentifier !== messageIdentifier) {
      this.equal(`${operation}: message identifier`, answer.messageIdentifier, messageIdentifier);
    }
    return answer;
  }

  identifier() {
    return `node-${String(this.messages).padStart(5, "0")}`;
  }

  /** Calls, and returns the fault as the client has it; nothing when it was answered. */
  async faultOf(operation, body) {
    try {
      await this.call(operation, body);
      return null;
    } catch (error) {
      const fault = error.root?.Envelope?.Body?.Fault;
      if (!fault) {
        throw error;
      }
      return { ...fault, status: error.response.status };
    }
  }

  /** Calls, and expects a ValidationFault with this number. */
  async refused(what, code, operation, body) {
    const fault = await this.faultOf(operation, body);
    const typed = fault?.detail?.ValidationFault;
    // node soap reads a restricted number as text.
    const found = [Number(typed?.errorCode), typed?.messageIdentifier, fault?.status];
    this.equal(`${what}: fault ${code}`, found, [code, this.identifier(), 500]);
  }

  /** The client's own WS-Security header, for as long as the scene lasts. */
  async signedIn([user, password], scene, passwordType = "PasswordText") {
    this.client.setSecurity(new soap.WSSecurity(user, password, { passwordType }));
    try {
      await scene();
    } finally {
      this.client.setSecurity(null);
    }
  }

  equal(what, found, expected) {
    this.checks.equal(`${this.source}: ${what}`, found, expected);
  }

  that(what, holds, otherwise) {
    this.checks.that(`${this.source}: ${what}`, holds, otherwise);
  }
}

/** What may be one or many, as many; node soap makes no list of one. */
export function many(value) {
  return value === undefined || value === null ? [] : [value].flat();
}
