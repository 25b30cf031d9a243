import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Relay
import Skupper
import Synchronization
import TLS

/// A server of a pod that other sites come to: TLS on one of the pod's ports with a certificate
/// that a Secret keeps, and behind it an HTTP server on a socket in the pod's folder.
final class TLSFront: Sendable {
  private let pod: SkupperPod
  private let name: String
  private let port: Int
  private let certificate: String
  private let secrets: ObjectWatch
  private let answer: @Sendable (HTTPRequest) async -> HTTPResponse
  private let context = Mutex<(certificate: String, context: TLSContext)?>(nil)

  private init(
    _ pod: SkupperPod, name: String, port: Int, certificate: String, ringing doorbell: Doorbell,
    _ answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
  ) throws(SystemError) {
    self.pod = pod
    self.name = name
    self.port = port
    self.certificate = certificate
    self.answer = answer
    secrets = try ObjectWatch(pod.client, .secrets, ringing: doorbell)
  }

  /// Begins to serve as soon as the certificate is there, and takes each later one.
  /// - Parameter certificate: the name of its Secret.
  static func start(
    _ pod: SkupperPod, name: String, port: Int, certificate: String,
    answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
  ) throws {
    let doorbell = try Doorbell()
    let front = try TLSFront(
      pod, name: name, port: port, certificate: certificate, ringing: doorbell, answer)
    let relay = RelayService(try EventLoop.start(name: name))
    try SystemThread.start(name: "\(name) key") {
      var isOpen = false
      while true {
        doorbell.wait()
        guard front.takeCertificate(), !isOpen else { continue }
        isOpen = front.open(relay)
      }
    }
  }

  /// Takes the certificate that there is now; false while there is none.
  private func takeCertificate() -> Bool {
    guard let secret = secrets.object(certificate),
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
        SkupperPod.log("the \(name) certificate cannot be used: \(error)")
        return present != nil
      }
    }
  }

  private func open(_ relay: RelayService) -> Bool {
    let path = "\(pod.root)/\(name).sock"
    // A path that is too long for a socket is avoided by naming it from the working directory.
    let short = path.utf8.count > 100 ? "\(name).sock" : path
    try? Files.removeFile(short)
    Task {
      do {
        try await HTTPServer.run(on: .unix(path: short), handler: { await self.answer($0) })
      } catch {
        SkupperPod.log("the \(name) server ended: \(error)")
      }
    }
    do {
      _ = try relay.listen(
        RelayListener(
          address: pod.address, port: port,
          mode: .serverName { _ in
            self.context.withLock { $0.map { .terminate($0.context) } ?? .refuse }
          },
          target: { _ in .unix(short) }))
      SkupperPod.log("serving \(name) on \(pod.address):\(port)")
      return true
    } catch {
      SkupperPod.log("\(name) cannot be served: \(error)")
      return false
    }
  }
}
