import Documents
import Testing

@testable import Kubernetes

@Suite struct SchemaTests {
  private let object: Value = [
    "apiVersion": "lab.example.org/v1", "kind": "CronTab", "metadata": ["name": "a"],
    "spec": ["cronSpec": "* * * * 5"],
  ]

  private func complaints(_ change: (inout Value) -> Void) throws -> [String] {
    let type = try #require(try Definitions.type())
    var object = object
    change(&object)
    return Validation.causes(in: object, type).map { "\($0.field): \($0.message)" }
  }

  @Test func an_object_that_keeps_the_schema_is_accepted() throws {
    #expect(try complaints { _ in } == [])
  }

  /// A change that breaks the schema, and what is said about it.
  struct Fault: Sendable {
    let path: String
    let value: Value?
    let complaint: String

    init(_ path: String, _ value: Value?, _ complaint: String) {
      self.path = path
      self.value = value
      self.complaint = complaint
    }
  }

  static let missing = [
    Fault("spec", nil, "spec: Required value"),
    Fault("spec.cronSpec", nil, "spec.cronSpec: Required value"),
    Fault("spec.steps", [[:]], "spec.steps[0].name: Required value"),
  ]

  static let types = [
    Fault(
      "spec.replicas", "two",
      "spec.replicas: Invalid value: \"string\": spec.replicas in body must be of type integer: "
        + "\"string\""),
    Fault(
      "spec.port", 1.5,
      "spec.port: Invalid value: \"number\": spec.port in body must be of type integer,string: "
        + "\"number\""),
    Fault(
      "spec.labels", ["a": 1],
      "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: "
        + "\"integer\""),
    Fault(
      "status.lastRun", "noon",
      "status.lastRun: Invalid value: \"noon\": status.lastRun in body must be of type date-time: "
        + "\"noon\""),
  ]

  static let limits = [
    Fault(
      "spec.cronSpec", "often",
      "spec.cronSpec: Invalid value: \"often\": spec.cronSpec in body should match "
        + #"'^(\d+|\*)( (\d+|\*)){4}$'"#),
    Fault(
      "spec.replicas", 0,
      "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1"),
    Fault(
      "spec.replicas", 11,
      "spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10"),
    Fault(
      "spec.policy", "Maybe",
      "spec.policy: Unsupported value: \"Maybe\": supported values: \"Allow\", \"Forbid\""),
    Fault(
      "spec.steps", [["name": "a"]],
      "spec.steps[0].name: Invalid value: \"a\": spec.steps[0].name in body should be at least 2 "
        + "chars long"),
    Fault(
      "spec.steps", [["name": "ab"], ["name": "ab"]],
      "spec.steps[1]: Duplicate value: {\"name\":\"ab\"}"),
    Fault(
      "spec.steps", [["name": "aa"], ["name": "bb"], ["name": "cc"]],
      "spec.steps: Too many: 3: must have at most 2 items"),
  ]

  @Test(arguments: missing + types + limits)
  func what_breaks_the_schema_is_named(_ fault: Fault) throws {
    let path = fault.path.split(separator: ".").map(String.init)
    #expect(try complaints { $0[path: path[...]] = fault.value } == [fault.complaint])
  }

  @Test func unknown_fields_go_and_are_named() throws {
    let schema = try #require(try Definitions.type()?.custom?.schema)
    var object = object
    object["spec", "colour"] = "red"
    object["spec", "free"] = ["any": ["thing": 1]]
    object["spec", "steps"] = [["name": "ab", "size": 1]]
    object["metadata", "labels"] = ["a": "b"]
    #expect(schema.unknownFields(in: object) == ["spec.colour", "spec.steps[0].size"])
    let pruned = schema.pruned(object)
    #expect(pruned["spec", "colour"] == nil && pruned["spec", "free", "any", "thing"] == 1)
    #expect(pruned["spec", "steps"] == [["name": "ab"]])
    #expect(pruned["metadata", "labels", "a"] == "b" && pruned["kind"] == "CronTab")
  }

  @Test func defaults_come_where_nothing_is_said() throws {
    let type = try #require(try Definitions.type())
    var object = object
    object["spec", "steps"] = [["name": "ab"]]
    object["spec", "policy"] = .null
    Defaults(openshift: false, domain: "").fill(&object, type)
    #expect(object["spec", "replicas"] == 1 && object["spec", "policy"] == "Allow")
    #expect(object["spec", "steps"] == [["name": "ab", "retries": 3]])
  }

  @Test func choices_between_schemas_are_checked() {
    let schema = Schema([
      "type": "object",
      "properties": [
        "a": ["type": "integer", "oneOf": [["minimum": 5], ["maximum": 2]]],
        "b": ["type": "integer", "not": ["minimum": 5]],
        "c": ["type": "integer", "anyOf": [["minimum": 5], ["maximum": 2]], "multipleOf": 3],
      ],
    ])
    #expect(schema.causes(in: ["a": 7, "b": 1, "c": 6]).isEmpty)
    #expect(schema.causes(in: ["a": 3, "b": 6, "c": 4]).map(\.field) == ["a", "b", "c", "c"])
  }
}
