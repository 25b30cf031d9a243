import Documents
import Platform
import Testing

/// The document that nobody here wrote runs as it is, and what is wrong is found.
@Suite(.serialized, .enabled(if: Trestle.hasSeed, "the shared tracks are not beside the project"))
struct SeedTests {
  private func test(
    _ home: Trestle.Home, document: String = Trestle.seed, lab: String = Trestle.seedLab,
    _ more: String...
  ) async throws -> Trestle.Outcome {
    let outcome = try await home.run(
      "test", document, "--lab", lab, "--deadline", more.first ?? "20")
    #expect(home.sessions == [], "nothing of a test's session is left")
    return outcome
  }

  /// A copy of the seed or its lab file with one thing changed.
  private func changed(
    _ path: String, in home: Trestle.Home, _ old: String, _ new: String
  ) throws -> String {
    let text = try Files.readText(path)
    try #require(text.contains(old), "\(path) contains \(old)")
    let copy = "\(home.path)/\(Path.name(of: path))"
    try Files.write(copy, text: text.replacing(old, with: new))
    return copy
  }

  @Test func it_passes_unmodified() async throws {
    let home = try Trestle.Home()
    let outcome = try await home.run(
      "test", Trestle.seed, "--lab", Trestle.seedLab, "--format", "json")
    try #require(outcome.status == 0, "\(outcome)")
    let report = try JSON.parse(outcome.output)
    let challenges = report["challenges"]?.array ?? []
    let steps = challenges.flatMap { $0["steps"]?.array ?? [] }
    let commands = steps.filter { $0["host"]?.string?.isEmpty == false }
    #expect(commands.count == 14)
    #expect(
      commands.map { $0["host"]?.string } == [
        "crc", "crc", "rhel", "rhel", "rhel", "crc", "rhel", "crc", "crc", "rhel", "rhel", "rhel",
        "rhel", "crc",
      ])
    let judged = commands.compactMap { $0["verdict"]?.string }.filter { $0 != "unverified" }
    #expect(judged.count == 10)
    #expect(judged.allSatisfy { ["exact", "similar", "drift"].contains($0) })
    let checks = challenges.flatMap { $0["checks"]?.array ?? [] }
    #expect(checks.count == 3)
    #expect(checks.allSatisfy { $0["passed"]?.bool == true })
    #expect(home.sessions == [])
  }

  @Test func no_token_pasted() async throws {
    let home = try Trestle.Home()
    let lab = try changed(
      Trestle.seedLab, in: home, "copy: public:root/secret.token", "copy: public:root/.bashrc")
    let outcome = try await test(home, lab: lab, "3")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.output.contains("root/.bashrc"), "\(outcome)")
  }

  @Test func link_command_left_out() async throws {
    let home = try Trestle.Home()
    let document = try changed(
      Trestle.seed, in: home, "skupper link create home/secret.token", "true")
    let outcome = try await test(home, document: document, "3")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.output.contains("Site configured to link to"), "\(outcome)")
  }

  @Test func one_word_of_an_output_changed() async throws {
    let home = try Trestle.Home()
    let document = try changed(
      Trestle.seed, in: home, "Skupper is now installed in namespace 'private'.",
      "Skupper is now installed in namespace 'privat'.")
    let outcome = try await test(home, document: document, "3")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.output.contains("'privat'"), "\(outcome)")
  }

  @Test func an_empty_file_has_nothing_to_run() async throws {
    let home = try Trestle.Home()
    let empty = "\(home.path)/empty.md"
    try Files.write(empty, text: "")
    let outcome = try await home.run("test", empty)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.output.contains("nothing to run"), "\(outcome)")
  }
}
