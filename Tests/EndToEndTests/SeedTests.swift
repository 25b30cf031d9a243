import Documents
import Platform
import Testing

extension EndToEnd {
  /// The document that nobody here wrote runs as it is, and what is wrong is found.
  @Suite(
    .serialized, .lane,
    .enabled(if: Trestle.hasSeed, "the shared tracks are not beside the project"))
  struct SeedTests {
    let home: Home
    init() throws { home = try Home() }

    /// Tests the seed, which has to fail, and say why.
    private func expectFailure(
      _ sentences: String..., document: String = Trestle.seed, lab: String = Trestle.seedLab,
      location: SourceLocation = #_sourceLocation
    ) async throws {
      let outcome = try await home.run("test", document, "--lab", lab, "--deadline", "3")
      #expect(outcome.status == 1, "\(outcome)", sourceLocation: location)
      #expect(
        sentences.contains(where: outcome.output.contains), "\(outcome)", sourceLocation: location)
      try await home.expectNothingLeft(location: location)
    }

    @Test func it_passes_unmodified() async throws {
      let outcome = try await home.run(
        "test", Trestle.seed, "--lab", Trestle.seedLab, "--format", "json")
      try #require(outcome.status == 0, "\(outcome)")
      let report = try JSON.parse(outcome.output)
      let challenges = report["challenges"]?.array ?? []
      let steps = challenges.flatMap { $0["steps"]?.array ?? [] }
      let blocks = steps.filter { $0["host"]?.string?.isEmpty == false }
      #expect(blocks.count == 14)
      #expect(
        blocks.map { $0["host"]?.string } == [
          "crc", "crc", "rhel", "rhel", "rhel", "crc", "rhel", "crc", "crc", "rhel", "rhel",
          "rhel", "rhel", "crc",
        ])
      let judged = blocks.compactMap { $0["verdict"]?.string }.filter { $0 != "unverified" }
      #expect(judged.count == 10)
      #expect(judged.allSatisfy { ["exact", "similar", "drift"].contains($0) }, "\(judged)")
      let checks = challenges.flatMap { $0["checks"]?.array ?? [] }
      #expect(
        checks.map { $0["name"]?.string } == [
          "link connected", "services exposed", "payment recorded",
        ])
      #expect(checks.allSatisfy { $0["passed"]?.bool == true })
      try await home.expectNothingLeft()
    }

    @Test func the_bill_paid_on_the_public_page_has_todays_date_in_the_private_database()
      async throws
    {
      let question =
        "select p.name || ' ' || to_char(b.date_paid, 'YYYY-MM-DD') from bills b "
        + "join patients p on p.id = b.patient_id where p.id = 1"
      let lab = try changed(
        Trestle.seedLab, in: home, "checks:\n",
        """
        checks:
          Angela Martin paid:
            sql: "\(question)"
            in: private/patient-portal-database
            expect: "Angela Martin \(WallTime.now().rfc3339.prefix(10))"

        """)
      let outcome = try await home.run("test", Trestle.seed, "--lab", lab)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("passed check Angela Martin paid"), "\(outcome)")
    }

    @Test func no_token_was_pasted() async throws {
      let lab = try changed(
        Trestle.seedLab, in: home,
        "    solve: {copy: \"public:root/secret.token\", to: \"private:home/secret.token\"}\n", "")
      try await expectFailure("the file holds nothing where a Secret should be", lab: lab)
    }

    @Test func the_link_command_was_left_out() async throws {
      let document = try changed(
        Trestle.seed, in: home, "\tskupper link create home/secret.token", "\ttrue")
      try await expectFailure(
        "Nothing was printed; expected \"Site configured to link to", document: document)
    }

    @Test func the_database_was_never_exposed() async throws {
      let document = try changed(
        Trestle.seed, in: home,
        """
        \tskupper expose deployment/patient-portal-database --address database --protocol tcp --port 5432
        \t```
        - Output
        \t```,nocopy
        \tdeployment patient-portal-database exposed as database

        """, "\ttrue\n")
      try await expectFailure("Row database is missing from the table", document: document)
    }

    @Test func the_payment_processor_was_deleted_before_the_payment() async throws {
      let lab = try changed(
        Trestle.seedLab, in: home, "    solve:\n      http:\n",
        """
            solve:
            - run: {host: rhel, command: oc delete deployment patient-portal-payment-processor}
            - http:

        """)
      try await expectFailure("answered 50", lab: lab)
    }

    @Test func one_word_of_an_expected_output_was_changed() async throws {
      let document = try changed(
        Trestle.seed, in: home, "Skupper is now installed in namespace 'private'.",
        "Skupper is now installed in namespace 'privat'.")
      try await expectFailure("namespace 'privat'", document: document)
    }

    @Test func a_pod_that_crashes_is_not_running() async throws {
      let lab = "\(home.path)/crash.yml"
      try Files.write(
        lab,
        text: try Files.readText(Trestle.seedLab) + """

          images:
            quay.io/redhatintegration/patient-portal-frontend:
              run: [sh, -c, exit 1]

          """)
      // Between two restarts it is CrashLoopBackOff, right after a crash Error, as on a real cluster.
      // Who happens to look while it runs goes on, and gets no answer from it later.
      try await expectFailure(
        "expected Running, got ", "answered 503 instead of 200", lab: lab)
    }

    @Test func an_empty_file_has_nothing_to_run() async throws {
      let empty = "\(home.path)/empty.md"
      try Files.write(empty, text: "")
      let outcome = try await home.run("test", empty)
      #expect(outcome.status == 2, "\(outcome)")
      #expect(outcome.output.contains("nothing to run"), "\(outcome)")
    }
  }
}
