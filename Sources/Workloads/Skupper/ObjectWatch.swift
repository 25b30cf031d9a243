import Documents
import Kubernetes
import KubernetesClient
import Platform
import Synchronization

/// Keeps the objects of a type in a namespace, or in all, as they are now, and rings when they
/// change.
final class ObjectWatch: Sendable {
  private struct State {
    var objects: [String: Value] = [:]
    var isLoaded = false
  }

  private let client: KubernetesClient
  private let type: ResourceType
  private let labels: String?
  private let everywhere: Bool
  private let doorbells: [Doorbell]
  private let state = Mutex(State())

  /// A watch, begun at once on a thread of its own.
  init(
    _ client: KubernetesClient, _ type: ResourceType, labels: String? = nil,
    everywhere: Bool = false, ringing doorbells: Doorbell...
  ) throws(SystemError) {
    self.everywhere = everywhere
    self.client = client
    self.type = type
    self.labels = labels
    self.doorbells = doorbells
    try SystemThread.start(name: "watch \(type.plural)") { self.run() }
  }

  /// Whether the objects were read once.
  var isLoaded: Bool { state.withLock { $0.isLoaded } }

  /// The objects by name.
  var objects: [Value] {
    state.withLock { $0.objects.values.sorted { $0.name < $1.name } }
  }

  /// The object of that name.
  func object(_ name: String) -> Value? { state.withLock { $0.objects[name] } }

  /// Drops what a deletion of our own took away, before the watch tells.
  func forget(_ object: Value) {
    state.withLock { _ = $0.objects.removeValue(forKey: key(object)) }
  }

  private func key(_ object: Value) -> String {
    everywhere ? "\(object.namespace ?? "")/\(object.name)" : object.name
  }

  /// Takes in what a write of our own answered, before the watch tells.
  func learn(_ object: Value) {
    state.withLock { state in
      if let present = state.objects[key(object)],
        present.resourceVersion >= object.resourceVersion
      {
        return
      }
      state.objects[key(object)] = object
    }
  }

  private func run() {
    var lastFailure = ""
    let pause = try? Doorbell()
    while true {
      do {
        let (items, version) = try client.listDocument(
          type, everywhere: everywhere, labels: labels)
        state.withLock { state in
          state.objects = Dictionary(items.map { (key($0), $0) }, uniquingKeysWith: { $1 })
          state.isLoaded = true
        }
        lastFailure = ""
        ring()
        try client.watch(type, everywhere: everywhere, labels: labels, from: version) { event in
          take(event)
        }
      } catch {
        if error.description != lastFailure {
          lastFailure = error.description
          SkupperPod.log("watching \(type.plural): \(lastFailure)")
        }
        pause?.wait(.milliseconds(500))
      }
    }
  }

  private func take(_ event: KubernetesClient.WatchEvent) -> Bool {
    switch event.kind {
    case .added, .modified: learn(event.object)
    case .deleted: forget(event.object)
    case .bookmark: return true
    case .error: return false
    }
    ring()
    return true
  }

  private func ring() {
    for doorbell in doorbells { doorbell.ring() }
  }
}
