import Documents
import Kubernetes
import KubernetesClient
import Platform

/// `port-forward`: ports of this machine that lead to ports of a pod.
enum PortForward {
  static let flags = [
    Flag("address", nil, .list, "Where to listen: addresses, or localhost (the default)."),
    Flag("pod-running-timeout", nil, .text, "Accepted."),
  ]

  /// A port of this machine (0 lets the system choose) and the pod's port that it leads to.
  struct Pair: Hashable, Sendable {
    var local: Int
    var remote: Int
  }

  static func run(_ call: Call) throws(CommandError) {
    guard call.words.count >= 2, let word = call.words.first else {
      throw CommandError(
        "TYPE/NAME and list of ports are required for port-forward", usage: true)
    }
    let target = try PodTarget.pod(word, call)
    let pairs = try call.words.dropFirst().map { word throws(CommandError) in
      try pair(word, target)
    }
    let phase = target.pod["status", "phase"]?.string ?? "Unknown"
    guard phase == "Running" else {
      throw CommandError(
        "unable to forward port because pod is not running. Current status=\(phase)")
    }
    let addresses = try call.flags.isGiven("address") ? addresses(call.flags.all("address")) : local
    do {
      let forwarder = try Forwarder(
        client: try call.client(), pod: target.pod, printer: call.printer)
      try forwarder.listen(pairs, addresses)
      try forwarder.run()
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// An address to listen on. Of those that stand for localhost one is enough.
  struct Address: Hashable, Sendable {
    let text: String
    let isNeeded: Bool

    /// As it stands before a port.
    var host: String { text.contains(":") ? "[\(text)]" : text }
    /// The network's name in messages.
    var network: String { text.contains(":") ? "tcp6" : "tcp4" }
  }

  static let local = [
    Address(text: "127.0.0.1", isNeeded: false), Address(text: "::1", isNeeded: false),
  ]

  private static func addresses(_ words: [String]) throws(CommandError) -> [Address] {
    var found: [Address] = []
    for word in words {
      if word == "localhost" {
        found += local
      } else if (try? SocketAddress(word, port: 0)) != nil {
        found.append(Address(text: word, isNeeded: true))
      } else {
        throw CommandError("\(word) is not a valid IP")
      }
    }
    return found
  }

  /// Reads `8080`, `80:8080` or `:8080`; a service's port becomes its pods'.
  static func pair(_ word: String, _ target: PodTarget) throws(CommandError) -> Pair {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let last = parts.last else {
      throw CommandError("invalid port format '\(word)'")
    }
    let remote: Int
    do throws(CommandError) {
      remote = try number(last, "remote")
    } catch {
      // A port may be called by its name.
      guard let named = self.named(last, target) else { throw error }
      remote = named
    }
    guard remote > 0 else { throw CommandError("remote port must be > 0") }
    let first = parts[0]
    let local = parts.count == 1 ? remote : first.isEmpty ? 0 : try number(first, "local")
    return Pair(local: local, remote: try podPort(remote, target))
  }

  private static func number(_ text: String, _ side: String) throws(CommandError) -> Int {
    let reason: String
    if let number = Int(text), number >= 0 {
      if number <= 65_535 { return number }
      reason = "value out of range"
    } else {
      reason = "invalid syntax"
    }
    throw CommandError(
      "error parsing \(side) port '\(text)': strconv.ParseUint: parsing \"\(text)\": \(reason)")
  }

  private static func named(_ name: String, _ target: PodTarget) -> Int? {
    if target.type == .services {
      return target.named["spec", "ports"]?.array?.first { $0["name"]?.string == name }?["port"]?
        .integer
    }
    return containerPort(name, target.pod)
  }

  private static func containerPort(_ name: String, _ pod: Value) -> Int? {
    (pod["spec", "containers"]?.array ?? []).flatMap { $0["ports"]?.array ?? [] }
      .first { $0["name"]?.string == name }?["containerPort"]?.integer
  }

  /// The pod's port behind a service's.
  private static func podPort(_ port: Int, _ target: PodTarget) throws(CommandError) -> Int {
    guard target.type == .services else { return port }
    let ports = target.named["spec", "ports"]?.array ?? []
    guard let found = ports.first(where: { $0["port"]?.integer == port }) else {
      throw CommandError("Service \(target.named.name) does not have a service port \(port)")
    }
    if target.named["spec", "clusterIP"]?.string == "None" { return port }
    guard let wanted = found["targetPort"] else { return port }
    if let number = wanted.integer { return number == 0 ? port : number }
    let name = wanted.string ?? ""
    guard let number = Int(name) ?? containerPort(name, target.pod) else {
      throw CommandError(
        "Pod '\(target.pod.name)' does not have a named port '\(name)'")
    }
    return number
  }
}
