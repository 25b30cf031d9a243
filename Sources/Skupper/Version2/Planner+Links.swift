import Documents
import Kubernetes

/// Links, and the grants and tokens of which they come.
extension Version2Planner {
  mutating func planLinks(of work: SiteWork) {
    for link in all(Version2.links, in: work.namespace) {
      let problem = work.problem(ofLink: link)
      let live =
        problem == nil ? work.router?.links.first { $0.isOutgoing && $0.name == link.name } : nil
      let peer = live?.state == .connected ? live?.peerSite : nil
      let version = work.router?.sites.first { $0.id == peer }?.version
      let isForeign = version.flatMap(SiteVersion.init).map { $0.major != 2 } ?? false
      let foreign =
        isForeign
        ? "\(SiteWork.otherVersion): \(live?.peerName ?? "") has version \(version ?? "")" : nil
      setStatus(link) { [now] link in
        link.setState("Configured", .init(error: problem ?? foreign), now: now)
        let isUp = live?.state == .connected && foreign == nil
        let reason = live?.reason.map { "Not operational: \($0)" } ?? "Not operational"
        link.setState("Operational", isUp ? .ready : .pending(reason), now: now)
        if isUp, let live {
          link["status", "remoteSiteId"] = Value(live.peerSite)
          link["status", "remoteSiteName"] = Value(live.peerName)
        }
        link.sumUp(now: now)
      }
    }
  }

  /// Grants: a code and an address under which it is good, for a while.
  mutating func planGrants(using generator: inout some RandomNumberGenerator) {
    let server = objects.object(
      Version2.securedAccesses, world.namespace, Version2.Name.grantServer)
    let endpoint = server?["status", "endpoints"]?[0]
    let authority = server?["status", "ca"]?.string
    for grant in objects.all(Version2.accessGrants) where !grant.isBeingDeleted {
      guard activeSite(in: grant.namespace ?? "") != nil else { continue }
      let given = grant["spec", "code"]?.string ?? ""
      let present = grant["status", "code"]?.string ?? ""
      let code =
        !present.isEmpty ? present : !given.isEmpty ? given : Self.code(using: &generator)
      setStatus(grant) { [now] grant in
        grant["status", "code"] = Value(code)
        if let host = endpoint?["host"]?.string, let port = endpoint?["port"]?.string {
          grant["status", "url"] = Value("https://\(host):\(port)/\(grant.uid)")
        }
        if let authority { grant["status", "ca"] = Value(authority) }
        let window = grant["spec", "expirationWindow"]?.string ?? ""
        let seconds = window.isEmpty ? Version2.grantSeconds : Duration.seconds(in: window)
        if grant["status", "expirationTime"] == nil, let seconds {
          grant["status", "expirationTime"] = Value(((grant.creationTime ?? now) + seconds).text)
        }
        let problem = seconds == nil ? "Invalid duration \"\(window)\"" : nil
        grant.setState("Processed", .init(error: problem), now: now)
        let isResolved = grant["status", "url"] != nil && grant["status", "ca"] != nil
        grant.setState("Resolved", isResolved ? .ready : .pending("Pending"), now: now)
        grant.sumUp(now: now)
      }
    }
  }

  /// Tokens that are still to be presented.
  mutating func planTokens() {
    for token in objects.all(Version2.accessTokens) where !token.isBeingDeleted {
      guard let site = activeSite(in: token.namespace ?? ""), site.holds("Running"),
        Version2.isRedeemable(token)
      else { continue }
      decision.redemptions.append(token)
    }
  }

  private static func code(using generator: inout some RandomNumberGenerator) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String((0..<24).map { _ in letters.randomElement(using: &generator) ?? "x" })
  }
}

extension Version2 {
  /// For how long a grant is good that says nothing about it.
  package static let grantSeconds = 900

  /// Whether a token has neither been redeemed nor been refused for good.
  package static func isRedeemable(_ token: Value) -> Bool {
    if token["status", "redeemed"] == true { return false }
    return token.condition("Redeemed")?["reason"] != "Error" || token.isStale("Redeemed")
  }

  /// The next steps of everything that version 2 looks after on a cluster.
  package static func decide(
    _ world: World, using generator: inout some RandomNumberGenerator
  ) -> Decision {
    var planner = Version2Planner(world: world)
    planner.planGrantServer()
    for namespace in planner.namespaces { planner.planNamespace(namespace) }
    planner.planSecuredAccesses()
    planner.planCertificates()
    planner.planGrants(using: &generator)
    planner.planTokens()
    return planner.decision
  }
}
