import Documents
import Platform
import Router
import Routing
import Synchronization
import TLS
import Testing

/// The suites of this target run one test at a time: their clients block, and threads are few.
@Suite(.serialized) enum Routers {}

/// Routers in this process, each with its own loop, address and certificates, in a folder that goes
/// with the network.
final class Network {
  static let authority = makeAuthority("site-ca")
  static let strangers = makeAuthority("other-ca")
  private static let lastBlock = Atomic(0)

  let folder: String
  private(set) var routers: [TestRouter] = []

  init() throws {
    folder = "/tmp/trestle-router-tests-\(Random.uuid())"
    try Files.makeDirectory(folder)
  }

  deinit {
    for router in routers { router.kill() }
    try? Files.remove(folder)
  }

  /// A router with an address of its own, not started.
  func router(_ name: String, mode: String = "interior") throws -> TestRouter {
    let number = Self.lastBlock.add(1, ordering: .relaxed).newValue
    let router = try TestRouter(
      name, mode: mode, address: "127.211.\(number / 250).\(number % 250 + 1)",
      folder: "\(folder)/\(name)")
    routers.append(router)
    return router
  }

  /// Two routers, the second of which dials the first.
  func pair() throws -> (public: TestRouter, private: TestRouter) {
    let outer = try router("public")
    let inner = try router("private")
    try outer.acceptLinks()
    try inner.link(to: outer)
    return (outer, inner)
  }

  private static func makeAuthority(_ name: String) -> CertificateAuthority {
    do { return try CertificateAuthority.make(commonName: name) } catch { fatalError("\(error)") }
  }
}

/// One router, with its configuration as entities that can be added and removed.
final class TestRouter {
  let name: String
  let address: String
  private let mode: String
  private let folder: String
  private var entities: [Value] = []
  private(set) var engine: RouterEngine?
  private var loop: EventLoop?

  init(_ name: String, mode: String, address: String, folder: String) throws {
    self.name = name
    self.mode = mode
    self.address = address
    self.folder = folder
    try Files.makeDirectory(folder)
  }

  func acceptLinks(
    role: String = "inter-router", port: Int = 55671, names: [String]? = nil,
    credential: Credential? = nil
  ) throws {
    let own =
      try credential
      ?? Network.authority.issue(commonName: "skupper-router", names: names ?? [address])
    try profile("\(role)-server", own, trust: Network.authority)
    add(
      "listener",
      [
        "name": .string("\(role)-listener"), "role": .string(role), "port": .integer(port),
        "sslProfile": .string("\(role)-server"),
      ])
  }

  func link(
    _ link: String = "link1", to other: TestRouter, role: String = "inter-router",
    port: Int = 55671, cost: Int = 1, credential: Credential? = nil,
    trust: CertificateAuthority = Network.authority
  ) throws {
    try profile(
      "\(link)-profile", try credential ?? Network.authority.issue(commonName: "site-\(name)"),
      trust: trust)
    add(
      "connector",
      [
        "name": .string(link), "role": .string(role), "host": .string(other.address),
        "port": .integer(port), "cost": .integer(cost), "sslProfile": .string("\(link)-profile"),
        "verifyHostname": true,
      ])
  }

  func listen(_ service: String, port: Int) {
    add(
      "tcpListener",
      ["name": .string(service), "port": .integer(port), "address": .string(service)])
  }

  func connect(_ service: String, to port: Int, name: String? = nil) {
    add(
      "tcpConnector",
      [
        "name": .string(name ?? "\(service)@\(port)"), "host": "127.0.0.1", "port": .integer(port),
        "address": .string(service),
      ])
  }

  func remove(_ kind: String, named name: String) {
    entities.removeAll { $0[0]?.string == kind && $0[1]?["name"]?.string == name }
  }

  func profile(_ profile: String, _ credential: Credential, trust: CertificateAuthority) throws {
    try Files.makeDirectory("\(folder)/\(profile)")
    try Files.write("\(folder)/\(profile)/tls.crt", text: credential.certificate)
    try Files.write("\(folder)/\(profile)/tls.key", text: credential.key)
    try Files.write("\(folder)/\(profile)/ca.crt", text: trust.certificate)
    remove("sslProfile", named: profile)
    add(
      "sslProfile",
      [
        "name": .string(profile), "certFile": .string("/\(profile)/tls.crt"),
        "privateKeyFile": .string("/\(profile)/tls.key"),
        "caCertFile": .string("/\(profile)/ca.crt"),
      ])
  }

  private func add(_ kind: String, _ attributes: Value) {
    entities.append([.string(kind), attributes])
  }

  private func configuration() throws -> RouterConfiguration {
    try RouterConfiguration(
      .array(
        [
          [
            "router",
            ["id": .string(name), "mode": .string(mode), "metadata": .string("id-\(name)")],
          ],
          [
            "site",
            [
              "name": .string(name), "id": .string("id-\(name)"), "namespace": .string(name),
              "services": .string("services of \(name)"),
            ],
          ],
        ] + entities))
  }

  /// Starts the router, or applies what changed since.
  func apply() throws {
    if let engine { return engine.apply(try configuration()) }
    let loop = try EventLoop.start(name: name)
    let engine = RouterEngine(
      try configuration(), loop: loop, host: address, root: folder)
    engine.start()
    self.engine = engine
    self.loop = loop
  }

  /// Ends the router at once.
  func kill() {
    guard let engine, let loop else { return }
    engine.stop { loop.stop() }
    self.engine = nil
    self.loop = nil
  }

  func status() async throws -> Value { try await #require(engine).status() }

  /// Waits until the status is as it should be, each time it changes.
  func waits(
    _ what: String, within limit: Duration = .seconds(8), for condition: (Value) -> Bool
  ) async throws {
    let deadline = MonotonicTime.now() + limit
    var isLate = false
    var status = try await status()
    while !condition(status) {
      guard !isLate, let engine else {
        throw Problem("\(name) never had: \(what). Its status is \(status.json())")
      }
      isLate = MonotonicTime.now() > deadline
      status = await engine.status(after: status["revision"]?.integer, within: .milliseconds(200))
    }
  }

  func waitsForLink() async throws {
    try await waits("a link") { $0["links"]?[0]?["state"]?.string == "connected" }
  }

  func waits(forAddress address: String, reachable: Bool = true) async throws {
    try await waits("the address \(address) \(reachable ? "" : "not ")reachable") { status in
      let found = status["addresses"]?.array?.first { $0["address"]?.string == address }
      return (found?["reachable"]?.bool ?? false) == reachable
    }
  }

  func client(_ port: Int) throws -> Client { try Client(address, port) }
}

struct Problem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
