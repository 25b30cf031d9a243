import Documents
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    "null", "true", "[1,-2,3.5]", #"{"b":1,"a":{"c":[]}}"#, #""a\"b\\c\nd\u0001""#, "[]", "{}",
  ])
  func writes_what_it_read(text: String) throws {
    #expect(try JSON.parse(text).json() == text)
  }

  @Test func keeps_the_order_of_members_and_compares_without_it() throws {
    let document = try JSON.parse(#"{"z":1,"a":2}"#)
    #expect(document.object?.keys == ["z", "a"])
    #expect(document == ["a": 2, "z": 1])
    #expect(document.sortedByKey().json() == #"{"a":2,"z":1}"#)
  }

  @Test func reads_escapes_beyond_the_basic_plane() throws {
    #expect(try JSON.parse(#""\ud83e\udd80 \u00e9""#) == "🦀 é")
  }

  @Test(arguments: [
    (#"{"a": 1,}"#, 1, 9), ("[1 2]", 1, 4), ("\n  nul", 2, 3), (#""open"#, 1, 6), ("[1] x", 1, 5),
  ])
  func names_the_place_of_an_error(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func refuses_endless_nesting_instead_of_overflowing() {
    #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "[", count: 100_000)) }
  }

  @Test func sets_members_at_a_path() {
    var document: Value = ["metadata": ["name": "x"]]
    document["metadata", "labels", "app"] = "web"
    #expect(document == ["metadata": ["name": "x", "labels": ["app": "web"]]])
    document["metadata", "labels"] = nil
    #expect(document == ["metadata": ["name": "x"]])
  }

  @Test func indents_as_asked() {
    #expect(
      (["a": [1], "b": [:]] as Value).json(indent: 2)
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}")
  }
}
