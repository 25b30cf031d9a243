import Documents
import Platform
import Testing

extension EndToEnd {
  /// One laptop and two clusters: the document that nobody here wrote, the lab of our own, and `crc`.
  @Suite(.serialized, .lane) struct HybridCloudTests {
    static let seed = "\(Trestle.root)/../shared/tracks/seeds/hybrid-cloud.md"
    static let seedLab = "\(Trestle.root)/Tests/Fixtures/labs/hybrid-cloud.yml"
    static let lab = "\(Trestle.root)/labs/hybrid-cloud"
    static let hasSeed = Files.exists(seed)

    let home: Home
    init() throws { home = try Home() }

    @Test(.enabled(if: hasSeed, "the shared tracks are not beside the project"))
    func the_document_passes_unmodified() async throws {
      let outcome = try await home.run(
        "test", Self.seed, "--lab", Self.seedLab, "--format", "json")
      try #require(outcome.status == 0, "\(outcome)")
      let report = try JSON.parse(outcome.output)
      let steps = (report["challenges"]?.array ?? []).flatMap { $0["steps"]?.array ?? [] }
      #expect(steps.count == 18)
      #expect(steps.allSatisfy { $0["host"] == "laptop" })
      let judged = steps.compactMap { $0["verdict"]?.string }.filter { $0 != "unverified" }
      #expect(judged.count == 14)
      #expect(judged.allSatisfy { ["exact", "similar", "drift"].contains($0) }, "\(judged)")
      let rewritten = steps.filter { $0["rewrites"] != nil }
      #expect(
        rewritten.compactMap { $0["rewrites"]?[0]?["expected"]?.string } == [
          "frontend-c684c5c45-295hd", "backend-79c4d4676f-dw99z",
        ])
      #expect(steps.flatMap { $0["corrections"]?.array ?? [] }.count == 5)
      let checks = (report["challenges"]?.array ?? []).flatMap { $0["checks"]?.array ?? [] }
      #expect(checks.count == 6)
      #expect(checks.allSatisfy { $0["passed"]?.bool == true })
      try await home.expectNothingLeft()
    }

    @Test(.enabled(if: hasSeed, "the shared tracks are not beside the project"))
    func a_correction_that_is_left_out_fails_the_step_it_belongs_to() async throws {
      let lab = try changed(
        Self.seedLab, in: home, "        means: https://claims-north.",
        "        means: https://claims-x.")
      let outcome = try await home.run("test", Self.seed, "--lab", lab, "--deadline", "10")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(outcome.output.contains("expected https://claims-x."), "\(outcome)")
    }

    @Test func the_lab_passes_as_a_document_and_by_its_scripts() async throws {
      let document = try await home.run("test", Self.lab)
      #expect(document.status == 0, "\(document)")
      let scripts = try await home.run("test", Self.lab, "--protocol", "instruqt")
      #expect(scripts.status == 0, "\(scripts)")
      try await home.expectNothingLeft()
    }

    @Test func the_laptops_cluster_is_started_stopped_and_deleted_by_crc() async throws {
      let page = "\(home.path)/crc.md"
      let answers = [
        ("crc status", "Machine does not exist. Use 'crc start' to create it", true),
        ("crc start 2>/dev/null | head -n 1", "Started the OpenShift cluster.", false),
        (
          "crc start 2>&1 >/dev/null | cat",
          "level=info msg=\"A CRC VM for OpenShift 4.11.7 is already running\"", false
        ),
        ("oc config get-contexts -o name", "crc-admin\ncrc-developer", false),
        ("oc new-project kept >/dev/null", "", false),
        ("crc stop 2>/dev/null", "Stopped the instance", false),
        ("crc stop", "Instance is already stopped", false),
        ("oc --request-timeout=1 get projects", "", true),
        (
          "crc start >/dev/null 2>&1; oc get project kept -o name",
          "project.project.openshift.io/kept",
          false
        ),
        (
          "oc logout >/dev/null; oc login -u developer -p developer | head -n 1",
          "Login successful.", false
        ),
        ("crc delete -f", "Deleted the instance", false),
        ("oc config get-contexts -o name", "", false),
      ]
      try Files.write(
        page,
        text: answers.map { command, answer, fails in
          (fails ? "<!-- lab: fails -->\n" : "") + "```bash\n\(command)\n```\n"
            + (answer.isEmpty ? "\n" : "\nprints\n\n```\n\(answer)\n```\n\n")
        }.joined())
      let lab = "\(home.path)/crc.lab.yml"
      try Files.write(
        lab,
        text: """
          hosts: {laptop: {sites: [home]}}
          sites: {home: {domain: apps-crc.testing, platform: openshift, start: crc}}
          profiles: {openshift: "4.11"}

          """)
      let outcome = try await home.run("test", page, "--lab", lab, "--deadline", "8")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }
  }
}
