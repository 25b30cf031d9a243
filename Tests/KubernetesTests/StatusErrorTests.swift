import Documents
import Testing

@testable import Kubernetes

@Suite struct StatusErrorTests {
  @Test func a_missing_object_is_answered_in_this_order_of_members() {
    #expect(
      StatusError.notFound(.deployments, "x").document.json()
        == #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","#
        + #""message":"deployments.apps \"x\" not found","reason":"NotFound","#
        + #""details":{"name":"x","group":"apps","kind":"deployments"},"code":404}"#)
  }

  @Test func an_invalid_object_lists_every_cause() {
    let error = StatusError.invalid(
      .services, "x",
      [
        .invalid("spec.ports[0].port", 0, "must be between 1 and 65535, inclusive"),
        .required("spec.selector"),
      ])
    #expect(
      error.message
        == #"Service "x" is invalid: [spec.ports[0].port: Invalid value: 0: "#
        + "must be between 1 and 65535, inclusive, spec.selector: Required value]")
    #expect(error.details?["causes"]?[1]?["field"] == "spec.selector")
  }

  @Test func an_error_is_read_from_a_document() {
    let error = StatusError.alreadyExists(.namespaces, "lab")
    #expect(StatusError(document: error.document) == error)
    #expect(StatusError(document: ["kind": "Status", "status": "Success"]) == nil)
  }
}
