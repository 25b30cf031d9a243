import Documents
import HTTP
import Kubernetes

/// Changes of objects as they happen.
extension KubernetesClient {
  /// One change of an object.
  package struct WatchEvent: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case added = "ADDED"
      case modified = "MODIFIED"
      case deleted = "DELETED"
      case bookmark = "BOOKMARK"
      case error = "ERROR"
    }

    package let kind: Kind
    package let object: Value
  }

  /// Watches objects until `take` says no or the server ends the stream.
  /// - Parameters:
  ///   - version: the version of a list to continue from; without it every object that exists is
  ///     an `added` event first.
  ///   - asTable: whether objects come as tables of one row.
  ///   - patience: the longest silence; without it there is no limit.
  package func watch(
    _ type: ResourceType, name: String? = nil, namespace: String? = nil, everywhere: Bool = false,
    labels: String? = nil, fields: String? = nil, from version: String? = nil,
    asTable: Bool = false, patience: Duration? = nil, _ take: (WatchEvent) -> Bool
  ) throws(ClientError) {
    var query = KubernetesClient.selection(
      labels, name.map { "metadata.name=\($0)" } ?? fields)
    query.append(.init("watch", "true"))
    if let version { query.append(.init("resourceVersion", version)) }
    var line: [UInt8] = []
    try stream(
      everywhere ? type.path() : path(type, namespace, nil), query: query,
      accept: asTable ? KubernetesClient.tableType : "application/json", patience: patience
    ) { bytes in
      for byte in bytes {
        guard byte == 0x0A else {
          line.append(byte)
          continue
        }
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty, let event = try? JSON.parse(line),
          let kind = event["type"]?.string.flatMap(WatchEvent.Kind.init)
        else { continue }
        guard take(WatchEvent(kind: kind, object: event["object"] ?? .null)) else { return false }
      }
      return true
    }
  }

  /// Waits until an object, or its absence, satisfies a condition.
  /// - Parameter timeout: the longest wait.
  /// - Returns: the object as it was then (nothing when its absence satisfied), or
  ///   ``WaitOutcome/timedOut`` with what was last seen.
  package func wait(
    _ type: ResourceType, _ name: String, namespace: String? = nil, timeout: Duration,
    until satisfied: (Value?) -> Bool
  ) throws(ClientError) -> WaitOutcome {
    let deadline = ContinuousClock.now + timeout
    while true {
      let (items, version) = try listDocument(
        type, namespace: namespace, fields: "metadata.name=\(name)")
      var last = items.first
      if satisfied(last) { return .satisfied(last) }
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return .timedOut(last) }
      var done = false
      do {
        try watch(type, name: name, namespace: namespace, from: version, patience: left) { event in
          switch event.kind {
          case .added, .modified: last = event.object
          case .deleted: last = nil
          case .bookmark: return true
          case .error: return false
          }
          done = satisfied(last)
          return !done && ContinuousClock.now < deadline
        }
      } catch  where error.code == .connection && ContinuousClock.now >= deadline {
        return .timedOut(last)
      }
      if done { return .satisfied(last) }
    }
  }

  /// What waiting came to.
  package enum WaitOutcome: Hashable, Sendable {
    case satisfied(Value?)
    case timedOut(Value?)
  }
}
