import Documents
import Testing

@testable import Kubernetes

@Suite struct JSONPathTests {
  private let document: Value = [
    "kind": "List",
    "items": [
      [
        "metadata": ["name": "a", "labels": ["app.kubernetes.io/name": "web"]],
        "status": ["phase": "Running", "restarts": 0],
      ],
      ["metadata": ["name": "b"], "status": ["phase": "Pending", "restarts": 3]],
    ],
  ]

  @Test(arguments: [
    ("{.kind}", "List"), ("kind", "List"), (".kind", "List"),
    ("{.items[*].metadata.name}", "a b"), ("{.items[0].metadata.name}", "a"),
    ("{.items[-1:].metadata.name}", "b"), ("{.items[-1].metadata.name}", "b"),
    (#"{.items[0].metadata.labels.app\.kubernetes\.io/name}"#, "web"),
    ("{.items[0].metadata.labels['app.kubernetes.io/name']}", "web"),
    (#"{.items[?(@.status.phase=="Running")].metadata.name}"#, "a"),
    ("{.items[?(@.status.restarts>1)].metadata.name}", "b"),
    ("{.items[?(@.metadata.labels)].metadata.name}", "a"),
    ("{..name}", "a b"), ("{.items[0,1].status.phase}", "Running Pending"),
    (
      #"{range .items[*]}{.metadata.name}{"\t"}{.status.phase}{"\n"}{end}"#,
      "a\tRunning\nb\tPending\n"
    ),
    ("name: {.items[0].metadata.name}!", "name: a!"), ("{.missing.member}", ""),
    ("{.items[0].status}", #"{"phase":"Running","restarts":0}"#),
  ])
  func fills_in_a_template(template: String, text: String) throws {
    #expect(try JSONPath(template).text(for: document) == text)
  }

  @Test(arguments: [
    "{.items[", "{.items[0}", "{range .items[*]}{.name}", "{end}", "{.a[?(@.b]}", "{\"open}",
  ])
  func refuses_what_is_no_template(template: String) {
    #expect(throws: JSONPathError.self) { try JSONPath(template) }
  }
}
