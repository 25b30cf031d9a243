import Documents
import Testing
import Transcripts

/// Reports as values, as text and as a document under its schema.
@Suite struct ReportTests {
  private static let expected = """
    NAME                  READY   STATUS    RESTARTS   AGE
    web-78f45d5fd-xtlhh   1/1     Running   0          10s
    """
  private static let actual = """
    NAME                   READY   STATUS             RESTARTS   AGE
    web-5d9c6b8f7b-8kq2z   0/1     ImagePullBackOff   0          3m
    """

  private func roles(_ line: ReportLine, _ role: ReportSpan.Role) -> [String] {
    line.spans.filter { $0.role == role }.map(\.text)
  }

  @Test func what_may_differ_is_never_marked_as_a_difference() throws {
    let lines = ComparisonRenderer().lines(judge(Self.expected, Self.actual))
    let plus = try #require(lines.first { $0.text.contains("+ web") })
    #expect(roles(plus, .tolerated) == ["web-5d9c6b8f7b-8kq2z", "3m"])
    #expect(roles(plus, .changed) == ["0", "ImagePullBackOff"])
    let minus = try #require(lines.first { $0.text.contains("- web") })
    #expect(roles(minus, .tolerated) == ["web-78f45d5fd-xtlhh", "10s"])
    #expect(roles(minus, .changed) == ["1", "Running"])
  }

  @Test func the_words_are_the_same_with_colours_and_without() {
    let comparison = judge(Self.expected, Self.actual)
    let plain = ComparisonRenderer().text(comparison)
    let coloured = ComparisonRenderer(usesColour: true).text(comparison)
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
  }

  @Test func characters_that_nobody_sees_are_spelt_where_they_matter() {
    let text = ComparisonRenderer().text(judge("a till b", "a ti\u{200B}ll b"))
    #expect(text.contains("+ a ti<U+200B>ll b"), "\(text)")
  }

  @Test func a_difference_far_to_the_right_is_in_sight() {
    let long = String(repeating: "word ", count: 60)
    let text = ComparisonRenderer(width: 60).text(judge(long + "open", long + "shut"))
    #expect(text.contains("- …") && text.contains("open") && text.contains("shut"), "\(text)")
    #expect(text.split(separator: "\n").filter { $0.contains(" - ") }.allSatisfy { $0.count < 80 })
  }

  @Test func a_report_begins_with_the_verdict() {
    func first(_ expected: String, _ actual: String) -> String? {
      ComparisonRenderer().report(judge(expected, actual)).first?.text
    }
    #expect(first("a", "a") == "exact: the texts are the same")
    #expect(first("after 5s", "after 6s") == "similar: the texts differ only where they may")
    #expect(first("at v1.2.3", "at v1.3.0")?.hasPrefix("drift: ") == true)
    #expect(first("port 80", "port 81") == "different: Line 1: expected 80, got 81")
    #expect(first("", "port 81")?.hasPrefix("unverified: ") == true)
  }

  @Test func a_document_names_the_pieces_of_a_row() throws {
    let report = ComparisonReport.value(judge(Self.expected, Self.actual))
    #expect(report["verdict"] == "different")
    #expect(report["sentence"] == "STATUS of web-*: expected Running, got ImagePullBackOff")
    #expect(report["difference"]?["expectedLine"] == 2)
    guard case .array(let rows)? = report["rows"],
      case .array(let pieces)? = rows.last?["pieces"]
    else {
      Issue.record("\(report.json(indent: 2))")
      return
    }
    #expect(pieces.contains(["expected": "Running", "actual": "ImagePullBackOff"]))
    #expect(pieces.contains(["expected": "10s", "actual": "3m", "kind": "column AGE"]))
  }

  @Test(arguments: Pair.all)
  func every_document_is_as_the_schema_says(_ pair: Pair) {
    let problems = SchemaCheck.problems(
      ComparisonReport.value(pair.judged()), ComparisonSchema.document, at: "report")
    #expect(problems.isEmpty)
  }
}

/// As much of JSON Schema as the report's schema uses.
private enum SchemaCheck {
  static func problems(_ value: Value, _ schema: Value, at place: String) -> [String] {
    if case .array(let choices)? = schema["enum"] {
      return choices.contains(value) ? [] : ["\(place) is none of \(choices)"]
    }
    guard case .array(let types)? = schema["type"] else {
      return problems(value, of: schema["type"], schema, at: place)
    }
    let found = types.map { problems(value, of: $0, schema, at: place) }
    return found.contains([]) ? [] : found.flatMap { $0 }
  }

  private static func problems(
    _ value: Value, of type: Value?, _ schema: Value, at place: String
  ) -> [String] {
    switch (type, value) {
    case ("object", .object(let members)): return object(members, schema, at: place)
    case ("array", .array(let items)):
      return items.enumerated().flatMap { index, item in
        problems(item, schema["items"] ?? .null, at: "\(place)[\(index)]")
      }
    case ("string", .string), ("integer", .integer), ("boolean", .bool),
      ("null", .null):
      return []
    default: return ["\(place) is not \(type ?? .null)"]
    }
  }

  private static func object(_ members: Members, _ schema: Value, at place: String) -> [String] {
    var found: [String] = []
    if case .array(let names)? = schema["required"] {
      found += names.compactMap(\.scalarText).filter { members[$0] == nil }
        .map { "\(place) has no \($0)" }
    }
    for (name, value) in members {
      if let known = schema["properties"]?[name] {
        found += problems(value, known, at: "\(place).\(name)")
      } else if let any = schema["additionalProperties"], any != false {
        found += problems(value, any, at: "\(place).\(name)")
      } else {
        found.append("\(place).\(name) is not in the schema")
      }
    }
    return found
  }
}
