import Documents
import Glibc
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Synchronization

/// Keeps what is known of one site up to date: a thread follows each type of its objects, and one
/// more its router while there is one. They wait for changes, so that a quiet site costs nothing, and
/// begin again when the site or its router was started anew.
final class SiteWatcher: Sendable {
  private struct State {
    var objects: [String: [String: Value]] = [:]
    /// The types that were read at least once, or could not be.
    var tried: Set<String> = []
    var failing: Set<String> = []
    var router: RouterStatus?
    /// Whether a ready router was asked at least once.
    var hasAskedRouter = false
    /// Whether a thread follows the router.
    var isFollowingRouter = false
    var isStopped = false
  }

  let place: MapWatcher.Place
  private let types: [ResourceType]
  private let ring: @Sendable () -> Void
  private let state = Mutex(State())

  /// So long a watch may be silent before it is asked for anew.
  private static let patience = Duration.seconds(60)

  /// - Parameter ring: called when something has changed.
  init(_ place: MapWatcher.Place, ring: @escaping @Sendable () -> Void) {
    self.place = place
    self.ring = ring
    let routes = place.isOpenShift ? [ResourceType.routes] : []
    types = [.pods, .services, .secrets, .configMaps] + routes
  }

  /// Begins to watch.
  func start() throws(SystemError) {
    for type in types {
      try SystemThread.start(name: "map \(type.plural)") { self.follow(type) }
    }
  }

  /// Lets the threads end when they next wake.
  func stop() { state.withLock { $0.isStopped = true } }

  /// Whether everything was looked at once, also a router that is ready.
  var isKnown: Bool {
    let (isRead, hasAsked) = state.withLock { ($0.tried.count == types.count, $0.hasAskedRouter) }
    return isRead && (hasAsked || observation.readyRouter == nil)
  }

  /// What is known now.
  var observation: SiteObservation {
    state.withLock { state in
      func objects(_ type: ResourceType) -> [Value] {
        (state.objects[type.plural] ?? [:]).values.sorted { $0.name < $1.name }
      }
      return SiteObservation(
        name: place.name, namespace: place.namespace,
        platform: place.isOpenShift ? "openshift" : "kubernetes",
        answers: state.failing.isEmpty, pods: objects(.pods), services: objects(.services),
        routes: objects(.routes), links: objects(.secrets), configMaps: objects(.configMaps),
        router: state.router)
    }
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  // Objects.

  private func follow(_ type: ResourceType) {
    let labels = type == .secrets ? Label.type : nil
    while !isStopped {
      do {
        let client = try place.client()
        let (items, version) = try client.listDocument(type, labels: labels)
        replace(type, items)
        try watch(client, type, labels, from: version)
      } catch {
        fail(type)
        usleep(300_000)
      }
    }
  }

  /// Takes in changes until the watch breaks. One that was only silent goes on where it was.
  private func watch(
    _ client: KubernetesClient, _ type: ResourceType, _ labels: String?, from first: String
  ) throws(ClientError) {
    var version = first
    var isWhole = true
    while isWhole, !isStopped {
      var lastHeard = ContinuousClock.now
      do {
        try client.watch(type, labels: labels, from: version, patience: Self.patience) { event in
          lastHeard = .now
          isWhole = event.kind != .error
          guard isWhole else { return false }
          version = event.object["metadata", "resourceVersion"]?.string ?? version
          if event.kind != .bookmark { change(type, event.object, event.kind == .deleted) }
          return !isStopped
        }
        isWhole = false
      } catch {
        guard ContinuousClock.now - lastHeard >= Self.patience else { throw error }
      }
    }
  }

  private func replace(_ type: ResourceType, _ items: [Value]) {
    let kept = items.compactMap { self.kept($0, type) }
    state.withLock { state in
      state.objects[type.plural] = Dictionary(
        kept.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
      state.tried.insert(type.plural)
      state.failing.remove(type.plural)
    }
    ring()
  }

  private func change(_ type: ResourceType, _ object: Value, _ isGone: Bool) {
    guard let object = self.kept(object, type) else { return }
    state.withLock { $0.objects[type.plural, default: [:]][object.name] = isGone ? nil : object }
    ring()
  }

  /// What of an object is worth keeping: of Secrets everything but what is secret, of ConfigMaps the
  /// two that tell of the network.
  private func kept(_ object: Value, _ type: ResourceType) -> Value? {
    var object = object
    if type == .secrets { object["data"] = nil }
    if type == .configMaps, ![ObjectName.site, ObjectName.services].contains(object.name) {
      return nil
    }
    return object
  }

  private func fail(_ type: ResourceType) {
    let isNew = state.withLock { state in
      state.tried.insert(type.plural)
      return state.failing.insert(type.plural).inserted
    }
    if isNew { ring() }
  }

  // The router.

  /// Begins to follow the site's router when it is ready and nobody follows it yet.
  func followRouter() {
    guard let pod = observation.readyRouter else { return }
    let begins = state.withLock { state in
      if state.isFollowingRouter || state.isStopped { return false }
      state.isFollowingRouter = true
      return true
    }
    guard begins else { return }
    do {
      try SystemThread.start(name: "map router") {
        self.follow(router: pod)
        self.set(nil)
        usleep(300_000)
        self.state.withLock { $0.isFollowingRouter = false }
        self.ring()
      }
    } catch { state.withLock { $0.isFollowingRouter = false } }
  }

  /// Asks again and again, each time for what differs from the last answer, until it fails.
  private func follow(router pod: String) {
    guard let client = try? place.client() else { return }
    let path =
      "/api/v1/namespaces/\(place.namespace)/pods/\(pod):\(SitePort.routerHTTP)/proxy/status"
    var query: [HTTPRequest.QueryItem] = []
    while !isStopped {
      guard let document = try? client.request("GET", path, query: query),
        let status = RouterStatus(document)
      else { return }
      set(status)
      query = [.init("after", String(status.revision)), .init("activity", String(status.activity))]
      // No more than ten answers a second, however much happens.
      usleep(100_000)
    }
  }

  private func set(_ status: RouterStatus?) {
    let isNew = state.withLock { state in
      if state.router == status, state.hasAskedRouter { return false }
      state.hasAskedRouter = true
      state.router = status
      return true
    }
    if isNew { ring() }
  }
}
