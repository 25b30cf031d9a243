import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Relay
import Skupper
import Synchronization
import TLS
import YAML

/// Answers sites that redeem claims: TLS with the site's certificate on the pod's claims port, and
/// behind it an HTTP server on a socket in the pod's folder.
final class ClaimsServer: Sendable {
  private let pod: SkupperPod
  private let secrets: ObjectWatch
  private let configMaps: ObjectWatch
  private let context = Mutex<(certificate: String, context: TLSContext)?>(nil)
  /// One redemption after the other, so that a counter cannot be read twice before it falls.
  private let counting = Mutex<Void>(())

  private init(_ pod: SkupperPod, ringing doorbell: Doorbell) throws(SystemError) {
    self.pod = pod
    secrets = try ObjectWatch(pod.client, .secrets, ringing: doorbell)
    configMaps = try ObjectWatch(pod.client, .configMaps, ringing: doorbell)
  }

  /// Begins to serve as soon as the site has a certificate for it.
  static func start(_ pod: SkupperPod) throws {
    let doorbell = try Doorbell()
    let server = try ClaimsServer(pod, ringing: doorbell)
    let relay = RelayService(try EventLoop.start(name: "claims"))
    try SystemThread.start(name: "claims key") {
      var isOpen = false
      while true {
        doorbell.wait()
        guard server.takeCertificate(), !isOpen else { continue }
        isOpen = server.open(relay)
      }
    }
  }

  /// Takes the certificate that the site has now; false while it has none.
  private func takeCertificate() -> Bool {
    guard let secret = secrets.object(ObjectName.claimsServer),
      let credential = Skupper.Credential(secret: secret)
    else { return false }
    return context.withLock { present in
      if present?.certificate == credential.certificate { return true }
      do {
        present = (
          credential.certificate,
          try TLSContext.server(
            chain: credential.certificate, key: credential.key, clientCA: nil,
            requireClientCertificate: false)
        )
        return true
      } catch {
        SkupperPod.log("the claims certificate cannot be used: \(error)")
        return present != nil
      }
    }
  }

  private func open(_ relay: RelayService) -> Bool {
    let path = "\(pod.root)/claims.sock"
    // A path that is too long for a socket is avoided by naming it from the working directory.
    let short = path.utf8.count > 100 ? "claims.sock" : path
    try? Files.removeFile(short)
    Task {
      do {
        try await HTTPServer.run(on: .unix(path: short), handler: { await self.answer($0) })
      } catch {
        SkupperPod.log("the claims server ended: \(error)")
      }
    }
    do {
      _ = try relay.listen(
        RelayListener(
          address: pod.address, port: SitePort.claims,
          mode: .serverName { _ in
            self.context.withLock { $0.map { .terminate($0.context) } ?? .refuse }
          },
          target: { _ in .unix(short) }))
      SkupperPod.log("serving claims on \(pod.address):\(SitePort.claims)")
      return true
    } catch {
      SkupperPod.log("claims cannot be served: \(error)")
      return false
    }
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
