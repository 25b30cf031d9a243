/// Services as addresses that answer: a listener for each port of each service that has a ready
/// pod, on the service's address, on the node, and on the load balancer's address.
import Documents
import Kubernetes
import Platform
import Relay
import Synchronization

/// Confined to the site's loop.
final class ServiceProxy {
  /// A place where a service listens, and the pods behind it.
  struct Place: Hashable {
    var address: String
    var port: Int
  }

  /// The pods that are ready now; connections take them in turn.
  final class Pods: Sendable {
    private let state: Mutex<(pods: [Place], next: Int)>

    init(_ pods: [Place]) { state = Mutex((pods, 0)) }

    func replace(_ pods: [Place]) { state.withLock { $0.pods = pods } }

    func next() -> Place? {
      state.withLock { state in
        guard !state.pods.isEmpty else { return nil }
        state.next = (state.next + 1) % state.pods.count
        return state.pods[state.next]
      }
    }
  }

  private struct Open {
    let handle: RelayHandle
    let pods: Pods
  }

  private let relay: RelayService
  private let block: Int
  /// What is added to ports below 1024; 0 where they can be bound.
  private let lowPorts: Int
  private let log: SiteLog
  private let faults: Faults
  private var open: [Place: Open] = [:]

  init(relay: RelayService, block: Int, lowPorts: Int, log: SiteLog, faults: Faults) {
    self.faults = faults
    self.relay = relay
    self.block = block
    self.lowPorts = lowPorts
    self.log = log
  }

  /// Opens, changes and closes listeners so that they are as the objects say.
  func update(_ snapshot: Snapshot) {
    var wanted: [Place: [Place]] = [:]
    for service in snapshot.all(.services) where !service.isBeingDeleted {
      guard let endpoints = snapshot.object(.endpoints, service.namespace, service.name) else {
        continue
      }
      for port in service["spec", "ports"]?.array ?? [] {
        let pods = Self.pods(behind: port, endpoints)
        if pods.isEmpty { continue }
        for place in places(of: service, port) where wanted[place] == nil { wanted[place] = pods }
      }
    }
    for (place, entry) in open where wanted[place] == nil {
      relay.close(entry.handle, keepingConnections: true)
      open[place] = nil
    }
    for (place, pods) in wanted {
      if let entry = open[place] {
        entry.pods.replace(pods)
      } else {
        listen(place, pods)
      }
    }
  }

  /// Closes every listener.
  func close() {
    for entry in open.values { relay.close(entry.handle) }
    open = [:]
  }

  /// The ready addresses and the port behind one port of a service.
  static func pods(behind port: Value, _ endpoints: Value) -> [Place] {
    (endpoints["subsets"]?.array ?? []).flatMap { subset -> [Place] in
      let target = subset["ports"]?.array?.first { $0["name"] == port["name"] }
      guard let number = target?["port"]?.integer else { return [] }
      return (subset["addresses"]?.array ?? []).compactMap { address in
        address["ip"]?.string.map { Place(address: $0, port: number) }
      }
    }
  }

  private func places(of service: Value, _ port: Value) -> [Place] {
    guard let number = port["port"]?.integer, port["protocol"]?.string ?? "TCP" == "TCP" else {
      return []
    }
    var places: [Place] = []
    if let address = service["spec", "clusterIP"]?.string, address != "None", !address.isEmpty {
      places.append(Place(address: address, port: bindable(number)))
    }
    if let nodePort = port["nodePort"]?.integer {
      places.append(Place(address: "127.\(block).0.1", port: nodePort))
    }
    if let address = ServiceController.outsideAddress(of: service) {
      places.append(Place(address: address, port: bindable(number)))
    }
    return places
  }

  private func bindable(_ port: Int) -> Int { port < 1024 ? port + lowPorts : port }

  private func listen(_ place: Place, _ pods: [Place]) {
    let ready = Pods(pods)
    // What comes from inside the site keeps its address; a service's own address takes nothing
    // from elsewhere, while the node and load balancers do.
    let isInside = !place.address.hasPrefix("127.\(block).0.")
    let inside = AddressPrefix("127.\(block).0.0/16")
    let node = "127.\(block).0.1"
    let listener = RelayListener(
      address: place.address, port: place.port,
      allowedSources: isInside ? inside.map { [$0] } : nil,
      refuses: { [faults] in faults.refuses($0) },
      target: { info in
        guard let pod = ready.next() else { return nil }
        let source = inside?.contains(info.remote) == true ? info.remote.host : node
        return .tcp(host: pod.address, port: pod.port, from: source)
      })
    do {
      open[place] = Open(handle: try relay.listen(listener), pods: ready)
    } catch {
      log.write(.warning, "A service cannot listen on \(place.address):\(place.port): \(error)")
    }
  }
}
