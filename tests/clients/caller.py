"""A zeep client that counts: what the stories about MPS share."""

from contextlib import contextmanager

import zeep
from zeep.exceptions import Fault
from zeep.wsse.username import UsernameToken

import soap


class Caller:
    """One service of MPS in one sandbox, called by zeep as its WSDL has it."""

    def __init__(self, checks, source, sandbox, path, location=None):
        self.checks = checks
        self.source = source
        self.sandbox = sandbox
        self.namespace = soap.HOST + path
        self.address = sandbox.mps + path
        self.wire = soap.RecordingTransport()
        self.client = zeep.Client(location or f"{self.address}?wsdl", transport=self.wire)
        # What a WSDL names as address is the real host, unless our server wrote it.
        (binding,) = self.client.wsdl.bindings
        self.service = self.client.create_service(binding, self.address)
        self.messages = 0

    @contextmanager
    def signed_in(self, login, digest=False):
        """The client's own WS-Security header, for as long as the block lasts."""
        before, self.client.wsse = self.client.wsse, UsernameToken(*login, use_digest=digest)
        try:
            yield
        finally:
            self.client.wsse = before

    def call(self, operation, **body):
        """Calls, and checks that the answer carries the request's message identifier."""
        self.messages += 1
        identifier = f"zeep-{self.messages:05}"
        answer = self.service[operation](auditInformation={"messageIdentifier": identifier}, **body)
        if answer.messageIdentifier != identifier:
            self.equal(f"{operation}: message identifier", answer.messageIdentifier, identifier)
        return answer

    def refused(self, what, code, operation, **body):
        """Calls, and expects a ValidationFault with this number."""
        what = f"{what}: fault {code}"
        try:
            self.call(operation, **body)
        except Fault as fault:
            detail = soap.payloads(fault.detail)
            if [it.tag for it in detail] != [f"{{{self.namespace}}}ValidationFault"]:
                self.that(what, False, f"detail {detail} of {fault.message!r}")
                return
            found = self.client.wsdl.types.deserialize(detail[0])
            status = self.wire.exchanges[-1][1].status_code
            self.equal(what, (found.errorCode, found.messageIdentifier, status),
                       (code, f"zeep-{self.messages:05}", 500))
        else:
            self.that(what, False, "was answered without a fault")

    def refused_plainly(self, what, words, operation, **body):
        """Calls, and expects a fault of the caller's making, without detail, that says this."""
        try:
            self.call(operation, **body)
        except Fault as fault:
            code = fault.code.rpartition(":")[2]
            found = (code, soap.payloads(fault.detail), words in fault.message)
            self.equal(f"{what}: a fault without detail", found, ("Client", [], True))
        else:
            self.that(what, False, "was answered without a fault")

    def bodies(self):
        """What went and what came, as texts."""
        return [(request, response.content) for request, response in self.wire.exchanges]

    def equal(self, what, found, expected):
        self.checks.equal(f"{self.source}: {what}", found, expected)

    def that(self, what, holds, otherwise=""):
        self.checks.that(f"{self.source}: {what}", holds, otherwise)
