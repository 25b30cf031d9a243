import Documents
import Testing

@testable import YAML

@Suite struct YAMLParsingTests {
  @Test func reads_the_shapes_of_a_manifest() throws {
    let document = try YAML.parse(
      """
      kind: Service
      metadata: {name: web, labels: {app: web}}
      spec:
        ports:
        - port: 8080
          protocol: TCP
        - 9090
        note: |
          first

          second
      """)
    #expect(
      document == [
        "kind": "Service", "metadata": ["name": "web", "labels": ["app": "web"]],
        "spec": [
          "ports": [["port": 8080, "protocol": "TCP"], 9090], "note": "first\n\nsecond",
        ],
      ])
    #expect(document.object?.keys == ["kind", "metadata", "spec"])
  }

  @Test(
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("yes", true), ("off", false), ("True", true),
      ("12", 12), ("-3", -3), ("+7", 7), ("0x1F", 31), ("0o17", 15), ("0644", 420), ("1_000", 1000),
      ("0b101", 5), ("08", .number(8)), ("1.5", 1.5), ("1e3", .number(1000)), (".5", 0.5),
      ("2023-05-13", "2023-05-13"), ("2023-05-13T04:50:57Z", "2023-05-13T04:50:57Z"),
      ("1.3.0", "1.3.0"), ("\"12\"", "12"), ("'yes'", "yes"), ("!!str 12", "12"),
      ("10.0.0.1", "10.0.0.1"),
      ("12:30", "12:30"), ("-", "-x"), ("0x", "0x"), ("1e", "1e"),
      ("99999999999999999999", .number(1e20)),
    ] as [(String, Value)])
  func resolves_scalars_as_kubernetes_does(text: String, value: Value) throws {
    let written = text == "-" ? "-x" : text
    #expect(try YAML.parse("key: \(written)")["key"] == value)
  }

  @Test func keeps_keys_as_they_are_written() throws {
    #expect(try YAML.parse("on: 1\n8080: 2\nno: 3").object?.keys == ["on", "8080", "no"])
  }

  @Test func resolves_anchors_aliases_and_merge_keys() throws {
    let document = try YAML.parse(
      "base: &b {a: 1, b: 2}\nuse: *b\nmore:\n  <<: *b\n  b: 3\nmany:\n  <<: [*b, {c: 4}]\n")
    #expect(document["use"] == ["a": 1, "b": 2])
    #expect(document["more"] == ["a": 1, "b": 3])
    #expect(document["many"] == ["a": 1, "b": 2, "c": 4])
  }

  @Test func reads_several_documents() throws {
    #expect(try YAML.parseAll("a: 1\n---\nb: 2\n---\n") == [["a": 1], ["b": 2], .null])
    #expect(try YAML.parseAll("") == [])
    #expect(try YAML.parse("") == .null)
    let error = #expect(throws: YAMLError.self) { try YAML.parse("a: 1\n---\nb: 2\n") }
    #expect(error?.line == 3)
  }

  @Test(arguments: [
    ("a: [1, 2", 1, 9), ("a: 1\n\tb: 2", 2, 1), ("a: 1\nb: *x", 2, 4), ("a: 1\nb: 1\na: 2", 3, 1),
    ("a: \"x", 1, 6), ("a:\n  - b\n c: 1", 3, 2), ("a: é\nb: \u{1}", 2, 4),
  ])
  func names_the_place_of_an_error(text: String, line: Int, column: Int) {
    let error = #expect(throws: YAMLError.self) { try YAML.parse(text, file: "x.yml") }
    #expect([error?.line, error?.column] == [line, column], "\(String(describing: error))")
    #expect(error?.description.contains("x.yml:\(line):\(column)") == true)
  }

  @Test func knows_the_place_of_every_node() throws {
    let node = try YAML.parseLocated("tabs:\n- title: é\n  port: 80\n- title: b\n")
    let second = try #require(node["tabs"]?.items?.last)
    #expect([second.line, second.column] == [4, 3])
    #expect(second.members.map(\.line) == [4])
    #expect(node["tabs"]?.items?.first?["port"]?.line == 3)
    #expect(node["tabs"]?.items?.first?["port"]?.column == 9)
  }

  @Test func keeps_the_written_text_of_a_scalar() throws {
    let node = try YAML.parseLocated("openshift: 4.10\nplain: \"yes\"\n")
    #expect(node["openshift"]?.text == "4.10")
    #expect(node["plain"]?.text == "yes")
  }

  @Test func tells_of_keys_written_twice_when_they_are_let_pass() throws {
    let node = try YAML.parseLocated("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
    #expect(node.duplicates.map(\.line) == [4, 5])
    #expect(node.value == ["a": 3, "b": ["c": 2]])
  }

  @Test func refuses_endless_nesting_instead_of_overflowing() {
    #expect(throws: YAMLError.self) { try YAML.parse(String(repeating: "[", count: 1_000_000)) }
    #expect(throws: YAMLError.self) {
      try YAML.parse(String(repeating: "- ", count: 100_000) + "x")
    }
  }

  @Test func refuses_aliases_that_multiply() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    let error = #expect(throws: YAMLError.self) { try YAML.parse(text) }
    #expect(error?.reason.contains("100000") == true)
  }

  @Test func any_text_is_read_or_refused() {
    var generator = SeededGenerator(state: 7)
    let letters = Array(": -[]{}#&*!|>'\"%@`,?\n\n  \tab01~<é\u{0}\u{FEFF}")
    for _ in 0..<3_000 {
      let length = Int.random(in: 0..<40, using: &generator)
      let text = String((0..<length).compactMap { _ in letters.randomElement(using: &generator) })
      guard let value = try? YAML.parse(text) else { continue }
      #expect(throws: Never.self, "\(text.debugDescription)") {
        let printed = value.yaml()
        let again = try YAML.parse(printed)
        #expect(again == value, "\(text.debugDescription) printed as \(printed)")
      }
    }
  }
}

/// A small generator whose sequence is the same on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
