/// Routes as addresses that answer: one door for HTTPS and one for HTTP on the node, behind which
/// the host that a client asks for decides.
import Documents
import Kubernetes
import Platform
import Relay
import Synchronization
import TLS

final class Ingress: Sendable {
  /// What the ingress knows of one route.
  struct Entry: Sendable {
    var termination: String?
    var insecure: String
    var path: String
    var context: TLSContext?
    let pods: ServiceProxy.Pods
  }

  private let entries = Mutex<[String: [Entry]]>([:])
  private let standard: TLSContext
  private let node: String
  private let faults: Faults
  /// The port for HTTPS, 443 or what stands for it.
  let securePort: Int
  /// The port for HTTP, 80 or what stands for it.
  let plainPort: Int

  init(
    identity: SiteIdentity, configuration: SiteConfiguration, lowPorts: Int, faults: Faults
  ) throws(TLSError) {
    self.faults = faults
    standard = try TLSContext.server(
      chain: identity.ingress.certificate + identity.authority.certificate,
      key: identity.ingress.key)
    node = configuration.nodeAddress
    securePort = 443 + lowPorts
    plainPort = 80 + lowPorts
  }

  /// Opens both doors.
  func open(_ relay: RelayService) throws(SystemError) {
    _ = try relay.listen(
      RelayListener(
        address: node, port: securePort, mode: .serverName({ [self] in treatment(of: $0) }),
        refuses: { [faults] in faults.refuses($0) }, unavailableResponse: Self.unavailable,
        target: { [self] in secureTarget($0) }))
    _ = try relay.listen(
      RelayListener(
        address: node, port: plainPort, mode: .http,
        refuses: { [faults] in faults.refuses($0) }, unavailableResponse: Self.unavailable,
        target: { [self] in plainTarget($0) }))
  }

  /// Takes in the routes as they are now.
  func update(_ snapshot: Snapshot) {
    var fresh: [String: [Entry]] = [:]
    for route in snapshot.all(.routes) where RouteController.isAdmitted(route) {
      guard let host = route["spec", "host"]?.string else { continue }
      let tls = route["spec", "tls"]
      fresh[host.lowercased(), default: []].append(
        Entry(
          termination: tls?["termination"]?.string,
          insecure: tls?["insecureEdgeTerminationPolicy"]?.string ?? "None",
          path: route["spec", "path"]?.string ?? "", context: Self.context(of: tls),
          pods: ServiceProxy.Pods(Self.pods(behind: route, snapshot))))
    }
    // The longest path is looked at first.
    let sorted = fresh.mapValues { $0.sorted { $0.path.utf8.count > $1.path.utf8.count } }
    entries.withLock { $0 = sorted }
  }

  private static func pods(behind route: Value, _ snapshot: Snapshot) -> [ServiceProxy.Place] {
    let name = route["spec", "to", "name"]?.string ?? ""
    guard let service = snapshot.object(.services, route.namespace, name),
      let endpoints = snapshot.object(.endpoints, route.namespace, name)
    else { return [] }
    let ports = service["spec", "ports"]?.array ?? []
    let wanted = route["spec", "port", "targetPort"]
    let port =
      wanted.flatMap { wanted in
        ports.first { $0["name"] == wanted || $0["targetPort"] == wanted || $0["port"] == wanted }
      } ?? (wanted == nil ? ports.first : nil)
    return port.map { ServiceProxy.pods(behind: $0, endpoints) } ?? []
  }

  private static func context(of tls: Value?) -> TLSContext? {
    guard let certificate = tls?["certificate"]?.string, let key = tls?["key"]?.string else {
      return nil
    }
    let chain = certificate + "\n" + (tls?["caCertificate"]?.string ?? "")
    return try? TLSContext.server(chain: chain, key: key)
  }

  private func entry(host: String?, path: String?) -> Entry? {
    guard let host = host?.lowercased() else { return nil }
    let path = path ?? "/"
    return entries.withLock { entries in
      entries[host]?.first { $0.path.isEmpty || path.hasPrefix($0.path) }
    }
  }

  private func treatment(of host: String?) -> RelayListener.TLSMode {
    guard let entry = entry(host: host, path: nil) else { return .terminate(standard) }
    if entry.termination == "passthrough" { return .passThrough }
    return .terminate(entry.context ?? standard)
  }

  private func secureTarget(_ info: ConnectionInfo) -> RelayTarget? {
    guard let entry = entry(host: info.serverName ?? info.httpHost, path: info.httpPath) else {
      return .respond(Self.unavailable)
    }
    if entry.termination == "passthrough" { return entry.pods.next().map(target) ?? .refuse }
    guard entry.termination != nil, let pod = entry.pods.next() else {
      return .respond(Self.unavailable)
    }
    return target(pod)
  }

  private func plainTarget(_ info: ConnectionInfo) -> RelayTarget? {
    guard let host = info.httpHost, let entry = entry(host: host, path: info.httpPath) else {
      return .respond(Self.unavailable)
    }
    if entry.termination != nil {
      if entry.insecure == "Redirect" {
        let port = securePort == 443 ? "" : ":\(securePort)"
        return .respond(
          RelayResponse.redirect(to: "https://\(host)\(port)\(info.httpPath ?? "/")"))
      }
      guard entry.insecure == "Allow" else { return .respond(Self.unavailable) }
    }
    return entry.pods.next().map(target) ?? .respond(Self.unavailable)
  }

  private func target(_ pod: ServiceProxy.Place) -> RelayTarget {
    .tcp(host: pod.address, port: pod.port, from: node)
  }

  /// What a browser shows when nothing stands behind a host.
  static let unavailable = RelayResponse.page(
    "503 Service Unavailable",
    html: """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Application is not available</title>
      <style>body{font:16px/1.5 sans-serif;margin:10vh auto;max-width:36em;padding:0 1em}</style>
      </head><body><h1>Application is not available</h1>
      <p>No pod behind this address is ready to answer. It may still be starting, it may have
      been scaled down, or the address may belong to no route of this site.</p>
      <ul><li>Is there a route with exactly this host? <code>oc get route</code></li>
      <li>Does its service have endpoints? <code>oc get endpoints</code></li>
      <li>Are its pods ready? <code>oc get pods</code></li></ul>
      </body></html>

      """)
}
