import Documents
import Testing

@testable import Tracks

/// Every place of a lab file has the keys of its own schema.
@Suite struct SchemaTests {
  /// Where a lab file has maps of each sort, with `KEYS` in the place of theirs.
  private static let places: [(schema: Schema, lab: String)] = [
    (.lab, "KEYS"), (.site, "sites: {east: {KEYS}}"), (.host, "hosts: {desk: {sites: [], KEYS}}"),
    (.defaults, "defaults: {KEYS}"), (.image, "images: {a/b: {KEYS}}"),
    (.step, "steps: [{at: Say, KEYS}]"),
    (.solution, "steps: [{at: Say, solve: {KEYS}}]"),
    (.command, "steps: [{at: Say, run: {KEYS}}]"),
    (.correction, "steps: [{at: Say, corrections: {KEYS}}]"),
    (.request, "steps: [{at: Say, http: {KEYS}}]"), (.check, "checks: {done: {KEYS}}"),
  ]

  @Test(arguments: places.indices)
  func the_reader_knows_exactly_the_keys_of_the_schema(index: Int) throws {
    let (schema, lab) = Self.places[index]
    let text = lab.split(separator: "KEYS", omittingEmptySubsequences: false)
      .joined(separator: "qqqqqqqqqqqqqqqq: 1")
    let track = try Fixtures.page("Say it:\n```sh\necho it\n```\n", lab: text)
    let remedies = track.findings.map(\.remedy).filter { $0.hasPrefix("Known keys are ") }
    let known = try #require(remedies.first, "\(track.findings)").dropFirst(15).dropLast()
      .split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    #expect(Set(known) == Set(schema.keys))
    #expect(schema.keys.count == Set(schema.keys).count)
  }

  @Test(arguments: Schema.settings.map(\.name))
  func every_setting_of_the_schema_can_be_set(name: String) {
    var settings = StepSettings()
    #expect(settings.set(name, "x=/y/") != "there is no such setting")
  }

  @Test(arguments: Schemas.names)
  func a_schema_is_a_document_of_its_own(name: String) throws {
    let document = try #require(Schemas.document(name))
    #expect(document["$schema"] == "http://json-schema.org/draft-07/schema#")
    #expect(document["title"]?.string?.isEmpty == false)
    #expect(document["properties"]?.object?.isEmpty == false)
    #expect(try JSON.parse(Array(document.json(indent: 2).utf8)) == document)
  }

  @Test func a_schema_says_what_a_key_means_and_takes() throws {
    let site = try #require(
      Schemas.document("lab")?["properties", "sites", "additionalProperties", "properties"])
    #expect(
      site["platform"]?.json()
        == #"{"enum":["openshift","kubernetes"],"description":"What the site is."}"#)
    #expect(site["qqqq"] == nil)
  }

  @Test func nothing_is_known_by_another_name() { #expect(Schemas.document("labs") == nil) }
}
