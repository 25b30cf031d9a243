import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Synchronization
import TLS

/// Answers sites that present tokens of version 2, for all sites of the cluster.
final class GrantServer: Sendable {
  private let pod: SkupperPod
  /// One redemption after the other, so that a count cannot be read twice before it grows.
  private let counting = Mutex<Void>(())

  private init(_ pod: SkupperPod) { self.pod = pod }

  /// Begins to serve as soon as there is a certificate for it.
  static func start(_ pod: SkupperPod) throws {
    let server = GrantServer(pod)
    try TLSFront.start(
      pod, name: "grants", port: Version2.grantPort, certificate: Version2.Name.grantServer
    ) { await server.answer($0) }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    await onOwnThread("grant", failing: HTTPResponse(status: 503, "Internal error\n")) {
      self.counting.withLock { _ in self.redeem(request) }
    }
  }

  /// Decides, makes the certificate, counts, and only then answers.
  private func redeem(_ request: HTTPRequest) -> HTTPResponse {
    let key = request.path.split(separator: "/").joined()
    let asked = Version2.GrantRequest(
      method: request.method, code: request.body, name: request.headers["name"] ?? "",
      subject: request.headers["subject"] ?? "")
    for _ in 0..<Redemption.attempts {
      do {
        let grant = try pod.client.list(Version2.accessGrants, everywhere: true)
          .first { $0.uid == key }
        let now = Timestamp(seconds: Int(WallTime.now().seconds))
        let decision = Version2.GrantDecision.make(for: asked, grant: grant, now: now)
        guard case .granted(let counted) = decision else { return Self.response(decision) }
        let answer = try makeAnswer(to: asked, counted)
        try pod.client.update(Version2.accessGrants, counted, subresource: "status")
        SkupperPod.log("redeemed the grant \(counted.name) for site \(asked.subject)")
        return HTTPResponse(answer, type: "text/plain")
      } catch let error as ClientError where error.isConflict {
        continue
      } catch let error as PodError {
        SkupperPod.log("a token could not be redeemed: \(error)")
        return HTTPResponse(status: 500, "\(error)\n")
      } catch {
        SkupperPod.log("a token could not be redeemed: \(error)")
        return Self.response(.notCounted)
      }
    }
    return Self.response(.notCounted)
  }

  private func makeAnswer(to request: Version2.GrantRequest, _ grant: Value) throws -> String {
    let sites = try pod.client.list(Version2.sites, namespace: grant.namespace)
    guard let site = sites.first(where: { $0.holds("Configured") }) else {
      throw PodError("No active site in namespace")
    }
    guard let endpoints = site["status", "endpoints"]?.array, !endpoints.isEmpty else {
      throw PodError("Could not resolve any endpoints for requested link")
    }
    let chosen = grant["spec", "issuer"]?.string ?? ""
    let issuer =
      chosen.isEmpty ? site["status", "defaultIssuer"]?.string ?? ObjectName.siteAuthority : chosen
    guard
      let secret = try pod.client.find(.secrets, issuer, namespace: grant.namespace),
      let kept = Skupper.Credential(secret: secret)
    else { throw PodError("secrets \"\(issuer)\" not found") }
    let name = request.name.isEmpty ? grant.name : request.name
    let issued = try CertificateAuthority(.init(certificate: kept.certificate, key: kept.key))
      .issue(commonName: request.subject.isEmpty ? name : request.subject)
    return Version2.answer(
      name: name, credential: .init(certificate: issued.certificate, key: issued.key),
      authority: kept.certificate, endpoints: endpoints)
  }

  private static func response(_ decision: Version2.GrantDecision) -> HTTPResponse {
    guard case .refused(let status, let text, let event) = decision else {
      return HTTPResponse(status: 500, "Internal error\n")
    }
    SkupperPod.log("refused a token with \(status): \(event)")
    return HTTPResponse(status: status, "\(text)\n")
  }
}
