import Testing

extension Home {
  /// Starts a bare site named east with a deployment that runs a web page.
  func startWeb() async throws {
    let outcome = try await run("up", "east")
    try #require(outcome.status == 0, "\(outcome)")
    try await must(
      "east",
      """
      oc create deployment web --image \
      quay.io/redhatintegration/patient-portal-frontend 2>/dev/null
      oc rollout status deployment/web --timeout=30s
      """)
  }

  /// Ends it; nothing may be left.
  func endWeb() async throws {
    let listeners = listeners
    let outcome = try await run("down")
    #expect(outcome.status == 0, "\(outcome)")
    try await expectNothingLeft(listeners: listeners)
  }
}
