import Platform
import Testing

/// Bare sites, linked as the patient portal's text links them.
struct LinkedSites {
  let home: Home

  /// Starts the sites with the database on the private one and the private one linked to the
  /// public one; nothing is exposed yet.
  init(_ home: Home, more: [String] = []) async throws {
    self.home = home
    let launch = home.launch(["up", "public", "private"] + more)
    let outcome = try await home.run(launch)
    try #require(outcome.status == 0, "\(outcome)")
    try await home.must("public", "skupper init")
    try await home.must(
      "private", "skupper init --ingress none --router-mode edge --enable-console=false")
    for site in more { try await home.must(site, "skupper init") }
    try await home.must(
      "private",
      """
      oc new-app quay.io/redhatintegration/patient-portal-database
      oc rollout status deployment/patient-portal-database --timeout=30s
      """)
    try await home.must("public", "skupper token create '\(token)'")
    try await home.must("private", "skupper link create '\(token)'")
    try await expectStatus("private", "Link link1 is connected")
  }

  /// The file of the token that the private site used.
  var token: String { "\(home.path)/used.token" }

  /// What reaches the database as the portal does.
  static let question = """
    psql 'host=database user=patient_portal password=secret dbname=patient_portal \
    connect_timeout=5' -At -c 'select 1'
    """

  /// Waits until `skupper link status` says this.
  func expectStatus(
    _ site: String, _ sentence: String, location: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = MonotonicTime.now() + .seconds(20)
    var outcome: Trestle.Outcome
    repeat {
      outcome = try await home.shell(site, "skupper link status")
      if outcome.output.contains(sentence) { return }
      try await Task.sleep(for: .milliseconds(50))
    } while MonotonicTime.now() < deadline
    Issue.record(
      "skupper link status on \(site) never said \"\(sentence)\": \(outcome)",
      sourceLocation: location)
  }

  /// Exposes the database and waits until the public site reaches it.
  func expose() async throws {
    try await home.must(
      "private",
      "skupper expose deployment/patient-portal-database --address database --protocol tcp "
        + "--port 5432")
    try await eventually("the public site reaches the database") {
      try await home.shell("public", LinkedSites.question).status == 0
    }
  }

  func end() async throws {
    let listeners = home.listeners
    let outcome = try await home.run("down")
    #expect(outcome.status == 0, "\(outcome)")
    try await home.expectNothingLeft(listeners: listeners)
  }
}
