import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Sites
import Skupper
import TLS
import YAML

@testable import Workloads

/// A cluster's API with the objects of Skupper sites, for tests of the programs in their pods.
struct SkupperWorld: Sendable {
  let folder: String
  let client: KubernetesClient

  /// Serves the API while the body runs.
  static func run(_ body: @escaping @Sendable (SkupperWorld) async throws -> Void) async throws {
    let store = try ObjectStore(
      path: ":memory:",
      settings: .init(
        block: 87, defaults: Defaults(openshift: false, domain: "apps.test"),
        now: { Timestamp(seconds: Int(WallTime.now().seconds)) }))
    let api = APIServer(
      store: store,
      settings: .init(
        openshift: nil, url: "http://127.0.0.1",
        users: Users(
          tokens: [:], passwords: [:], signingKey: Array("key".utf8),
          anonymous: APIUser(person: "admin"))),
      pods: PodAccess(
        readLog: { _, _ in .bytes([]) }, proxy: { _, _, _ in HTTPResponse(status: 404, "") }),
      images: { _ in nil })
    let folder = try Files.makeTemporaryDirectory(prefix: "trestle-skupper-")
    defer { try? Files.remove(folder) }
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let server = Task {
      try await HTTPServer.run(
        on: .tcp(host: "127.0.0.1", port: 0), handler: { await api.handle($0) },
        onReady: { found.yield($0) })
    }
    defer { server.cancel() }
    for await port in ports {
      try Files.write(
        "\(folder)/kubeconfig",
        text: """
          clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(port)"}}]
          users: [{name: u, user: {}}]
          contexts: [{name: x, context: {cluster: c, user: u}}]
          current-context: x

          """)
      let access = try Kubeconfig(
        text: Files.readText("\(folder)/kubeconfig"), file: "kubeconfig"
      ).access()
      try await body(SkupperWorld(folder: folder, client: KubernetesClient(access)))
      return
    }
  }

  /// A pod of a namespace with an address of its own.
  func pod(_ namespace: String, address: String) throws -> SkupperPod {
    let root = "\(folder)/\(namespace)-\(address)"
    try Files.makeDirectory(root)
    return try SkupperPod([
      "KUBECONFIG": "\(folder)/kubeconfig", "POD_NAMESPACE": namespace, "POD_IP": address,
      "TRESTLE_ROOT": root, "HOSTNAME": "skupper-router-x",
    ])
  }

  /// Makes a namespace with a site whose entrance is at that address.
  func site(
    _ namespace: String, mode: SiteOptions.RouterMode, host: String
  ) async throws -> Skupper.SiteIdentity {
    try await blocking("make site") {
      try client.create(.namespaces, ["metadata": ["name": Value(namespace)]])
      var options = SiteOptions(siteName: namespace)
      options.mode = mode
      options.ingress = .nodePort
      options.ingressHost = host
      let object = try client.create(
        .configMaps, options.siteConfigMap(namespace: namespace), namespace: namespace)
      let site = Skupper.SiteIdentity(site: object, profile: .v1_3)
      for object in site.configMaps { try client.create(.configMaps, object) }
      for object in site.services { try client.create(.services, object) }
      if mode == .interior {
        let authority = try CertificateAuthority.make(commonName: ObjectName.siteAuthority)
        let kept = Skupper.Credential(
          certificate: authority.credential.certificate, key: authority.credential.key)
        try client.create(
          .secrets, site.secret(ObjectName.siteAuthority, kept, authority: nil))
        for request in site.credentials(
          routerHosts: [host], claimsHosts: [host], consoleHosts: [])
        where request.authority == ObjectName.siteAuthority {
          let issued = try authority.issue(
            commonName: request.commonName, names: request.names)
          try client.create(
            .secrets,
            site.secret(
              request.secret, .init(certificate: issued.certificate, key: issued.key),
              authority: kept))
        }
      }
      return site
    }
  }

  /// Issues a token whose claims are answered at that address.
  func token(
    _ name: String, of site: Skupper.SiteIdentity, host: String, uses: Int = 1
  ) async throws -> Value {
    try await blocking("make token") {
      let claim = Token.Claim(name: name, password: "letmein", uses: uses)
      let now = Timestamp(seconds: Int(WallTime.now().seconds))
      try client.create(.secrets, Token.record(claim, of: site, now: now))
      let authority = try client.get(
        .secrets, ObjectName.siteAuthority, namespace: site.namespace)
      return Token.claim(
        claim, of: site, at: .init(host: host, port: SitePort.claims),
        authority: authority.secretText("tls.crt") ?? "", now: now)
    }
  }

  /// Takes a token in as a link.
  func link(_ name: String, _ token: Value, in site: Skupper.SiteIdentity) async throws {
    try await blocking("make link") {
      let secret = try Link.secret(
        from: token.yaml(), name: name, cost: 1, in: site, existing: [])
      try client.create(.secrets, secret)
    }
  }

  /// Waits until an object is as it should be, and gives it; on time-out it is what was last seen.
  func awaited(
    _ what: String, _ type: ResourceType, _ name: String, in namespace: String,
    _ holds: @escaping @Sendable (Value) -> Bool
  ) async throws -> Value {
    try await blocking("wait") {
      let outcome = try client.wait(
        type, name, namespace: namespace, timeout: .seconds(10)
      ) { object in object.map(holds) ?? false }
      switch outcome {
      case .satisfied(let object?): return object
      case .satisfied(nil): throw PodError("\(what): there is no \(name)")
      case .timedOut(let last): throw PodError("\(what): last seen \(last?.json() ?? "nothing")")
      }
    }
  }
}
