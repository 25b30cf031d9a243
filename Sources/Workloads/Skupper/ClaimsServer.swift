import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Synchronization
import TLS
import YAML

/// Answers sites that redeem claims.
final class ClaimsServer: Sendable {
  private let pod: SkupperPod
  private let configMaps: ObjectWatch
  /// One redemption after the other, so that a counter cannot be read twice before it falls.
  private let counting = Mutex<Void>(())

  private init(_ pod: SkupperPod) throws(SystemError) {
    self.pod = pod
    configMaps = try ObjectWatch(pod.client, .configMaps)
  }

  /// Begins to serve as soon as the site has a certificate for it.
  static func start(_ pod: SkupperPod) throws {
    let server = try ClaimsServer(pod)
    try TLSFront.start(
      pod, name: "claims", port: SitePort.claims, certificate: ObjectName.claimsServer
    ) { await server.answer($0) }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    await onOwnThread("claim", failing: HTTPResponse(status: 503, "Internal error\n")) {
      self.counting.withLock { _ in self.redeem(request) }
    }
  }

  /// Decides, makes the certificate, counts, and only then answers.
  private func redeem(_ request: HTTPRequest) -> HTTPResponse {
    guard let site = pod.site(configMaps.object(ObjectName.site)) else {
      return Self.response(.notCounted)
    }
    let claim = ClaimRequest(
      method: request.method, name: String(request.path.drop { $0 == "/" }),
      password: request.body, siteVersion: request.first("site-version"))
    let requester = request.headers["skupper-site-name"] ?? ""
    for _ in 0..<Redemption.attempts {
      let record: Value?
      do {
        record = Names.isSubdomain(claim.name) ? try pod.client.find(.secrets, claim.name) : nil
      } catch {
        return Self.response(.notCounted)
      }
      let now = Timestamp(seconds: Int(WallTime.now().seconds))
      let decision = ClaimDecision.make(for: claim, record: record, now: now)
      guard case .granted(let counted) = decision else { return Self.response(decision) }
      do {
        let token = try TokenIssuer(pod, site).connection(
          name: claim.name, commonName: requester.isEmpty ? claim.name : requester)
        try pod.client.update(.secrets, counted)
        SkupperPod.log("granted the claim \(claim.name) to site \(requester)")
        return HTTPResponse(token.yaml(), type: "text/plain")
      } catch let error as ClientError where error.isConflict {
        continue
      } catch {
        SkupperPod.log("the claim \(claim.name) could not be granted: \(error)")
        return Self.response(.notCounted)
      }
    }
    return Self.response(.notCounted)
  }

  private static func response(_ decision: ClaimDecision) -> HTTPResponse {
    guard case .refused(let status, let text, let event) = decision else {
      return HTTPResponse(status: 500, "Internal error\n")
    }
    SkupperPod.log("refused a claim with \(status): \(event)")
    return HTTPResponse(status: status, "\(text)\n")
  }
}
