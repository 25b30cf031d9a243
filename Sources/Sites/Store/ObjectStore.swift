/// Sites: one small cluster: its objects and API server, its controllers and pods, its addresses
/// and names.
///
/// The objects of a site: in memory for reading, in SQLite for good before anybody is told. There
/// is one owner of the state, a lock; every change has the next number of one counter.
import Database
import Documents
import Kubernetes
import Synchronization

package final class ObjectStore: Sendable {
  /// How many changes are remembered for watches that begin in the past.
  package static let rememberedChanges = 4_000

  /// What the store fills in and hands out.
  package struct Settings: Sendable {
    /// The block of the site's addresses: 127.BLOCK.0.0/16.
    package var block: Int
    package var defaults: Defaults
    /// The time of day.
    package var now: @Sendable () -> Timestamp

    /// Settings of a site.
    package init(block: Int, defaults: Defaults, now: @escaping @Sendable () -> Timestamp) {
      self.block = block
      self.defaults = defaults
      self.now = now
    }
  }

  /// One change of one object.
  package struct Change: Sendable {
    /// What happened to it.
    package enum Kind: String, Sendable {
      case added = "ADDED"
      case modified = "MODIFIED"
      case deleted = "DELETED"
    }

    package let kind: Kind
    package let type: ResourceType
    /// The object after the change; for a deletion as it was last, with the deletion's version.
    package let object: Value
    /// The object before the change.
    package let old: Value?
    /// The number of the change.
    package let version: Int
  }

  /// Objects and the moment of the count at which they were read.
  package struct Snapshot: Sendable {
    /// In the order of namespaces and names.
    package let items: [Value]
    package let version: Int
  }

  package let settings: Settings
  private let state: Mutex<StoreState>

  /// Opens the store in that file; `:memory:` for one that ends with the process.
  package init(path: String, settings: Settings) throws {
    self.settings = settings
    state = Mutex(try StoreState(path: path, settings: settings))
  }

  /// The number of the last change.
  package var version: Int { state.withLock { $0.version } }

  /// The types that there are: those that every site has, and those that definitions add.
  package var catalog: TypeCatalog { state.withLock { $0.catalog } }
}

/// Reading.
extension ObjectStore {
  /// The objects of a type, in one namespace or in all.
  package func list(
    _ type: ResourceType, namespace: String? = nil, selector: Selector = Selector(),
    fields: FieldSelector = FieldSelector()
  ) -> Snapshot {
    let (objects, version) = state.withLock { state in
      (state.objects(type, namespace: namespace), state.version)
    }
    let items = objects.filter { object in
      (selector.isEmpty || selector.matches(object.labels)) && fields.matches(object)
    }
    return Snapshot(items: items, version: version)
  }

  /// One object, or nothing.
  package func find(_ type: ResourceType, namespace: String? = nil, name: String) -> Value? {
    state.withLock { $0.object(type, namespace: namespace, name: name) }
  }

  /// One object.
  /// - Throws: a 404 when there is none.
  package func get(
    _ type: ResourceType, namespace: String? = nil, name: String
  ) throws(StatusError) -> Value {
    guard let object = find(type, namespace: namespace, name: name) else {
      throw .notFound(type, name)
    }
    return object
  }

  /// All objects of these types at one moment, for a controller's decision.
  package func snapshot(_ types: [ResourceType]) -> [ResourceType: [Value]] {
    state.withLock { state in
      var all: [ResourceType: [Value]] = [:]
      for type in types { all[type] = state.objects(type, namespace: nil) }
      return all
    }
  }
}

/// Writing. With `dryRun` everything is done but storing.
extension ObjectStore {
  /// Stores a new object, with defaults filled in and rules checked.
  /// - Returns: the object as it is stored.
  @discardableResult
  package func create(
    _ object: Value, _ type: ResourceType, dryRun: Bool = false
  ) throws(StatusError) -> Value {
    try access { state throws(StatusError) in
      try state.create(object, type, dryRun: dryRun)
    }
  }

  /// Which part of an object an update may change.
  package enum Scope: Sendable {
    /// Everything but status: what clients write.
    case spec
    /// Status alone.
    case status
    /// Everything: what controllers write.
    case everything
  }

  /// Stores a changed object. A `resourceVersion` in it must be that of the stored one; an update
  /// that changes nothing is no change.
  /// - Returns: the object as it is stored.
  @discardableResult
  package func update(
    _ object: Value, _ type: ResourceType, scope: Scope = .everything, dryRun: Bool = false
  ) throws(StatusError) -> Value {
    try access { state throws(StatusError) in
      try state.update(object, type, scope: scope, dryRun: dryRun)
    }
  }

  /// Changes the stored object in place; nothing can come between reading and writing.
  @discardableResult
  package func modify(
    _ type: ResourceType, namespace: String? = nil, name: String, scope: Scope = .everything,
    dryRun: Bool = false, _ change: (inout Value) throws(StatusError) -> Void
  ) throws(StatusError) -> Value {
    try access { state throws(StatusError) in
      guard var object = state.object(type, namespace: namespace, name: name) else {
        throw .notFound(type, name)
      }
      try change(&object)
      return try state.update(object, type, scope: scope, dryRun: dryRun)
    }
  }

  /// What became of a deletion.
  package enum Deletion: Sendable {
    /// The object is gone; this is what it was.
    case gone(Value)
    /// The object is marked, and goes when its processes or finalizers are done.
    case marked(Value)

    package var object: Value {
      switch self {
      case .gone(let object), .marked(let object): object
      }
    }
  }

  /// Deletes an object, or marks it where it needs time: a scheduled pod with grace, a namespace,
  /// anything with finalizers.
  @discardableResult
  package func delete(
    _ type: ResourceType, namespace: String? = nil, name: String,
    options: DeleteOptions = DeleteOptions()
  ) throws(StatusError) -> Deletion {
    try access { state throws(StatusError) in
      try state.delete(type, namespace: namespace, name: name, options: options)
    }
  }

  /// Takes a marked object away for good, as the pod supervisor and the namespace controller do
  /// when its processes and contents are gone. With a `uid`, only if it is still that object.
  package func remove(
    _ type: ResourceType, namespace: String? = nil, name: String, uid: String? = nil
  ) throws(StatusError) {
    try access { state throws(StatusError) in
      guard let object = state.object(type, namespace: namespace, name: name),
        uid == nil || object.uid == uid
      else { return }
      try state.remove(object, type)
    }
  }

  private func access<Result: Sendable>(
    _ body: (inout StoreState) throws(StatusError) -> sending Result
  ) throws(StatusError) -> Result {
    let result: Swift.Result<Result, StatusError> = state.withLock { state in
      do throws(StatusError) {
        return .success(try body(&state))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// Following changes.
extension ObjectStore {
  /// What a follower gets.
  package enum Event: Sendable {
    case change(Change)
    /// Every change up to this version was delivered.
    case mark(Int)
  }

  /// The changes of a type after that version, without end; ends when the task that reads it is
  /// cancelled.
  /// - Throws: a 410 when changes after that version are no longer remembered.
  package func watch(
    _ type: ResourceType, namespace: String? = nil, after version: Int
  ) throws(StatusError) -> AsyncStream<Change> {
    let (stream, continuation) = AsyncStream<Change>.makeStream()
    let identifier = try addWatch(type, namespace, after: version) { event in
      if case .change(let change) = event { continuation.yield(change) }
    }
    continuation.onTermination = { [weak self] _ in self?.removeWatchSoon(identifier) }
    return stream
  }

  /// Changes with marks between them, which come when they are asked for.
  struct Feed: Sendable {
    let events: AsyncStream<Event>
    let mark: @Sendable () -> Void
  }

  func feed(
    _ type: ResourceType, namespace: String?, after version: Int
  ) throws(StatusError) -> Feed {
    let (stream, continuation) = AsyncStream<Event>.makeStream()
    let identifier = try addWatch(type, namespace, after: version) { continuation.yield($0) }
    continuation.onTermination = { [weak self] _ in self?.removeWatchSoon(identifier) }
    return Feed(events: stream) { [weak self] in
      self?.state.withLock { $0.mark(identifier) }
    }
  }

  private func addWatch(
    _ type: ResourceType, _ namespace: String?, after version: Int,
    _ deliver: @escaping @Sendable (Event) -> Void
  ) throws(StatusError) -> Int {
    try access { state throws(StatusError) in
      try state.addWatch(
        StoreState.Watch(type: type, namespace: namespace, deliver: deliver), after: version)
    }
  }

  /// Forgets a follower that has gone. A cancelled task calls this while it holds the lock of its
  /// own status, which a writer that delivers to it needs while it holds the store's; so the store's
  /// lock is not taken here and now.
  private func removeWatchSoon(_ identifier: Int) {
    Task { [weak self] in self?.state.withLock { $0.removeWatch(identifier) } }
  }

  /// Calls back with every change, in order, before the writer is answered. The store is locked
  /// meanwhile: the callback notes the change and returns, and must not call the store.
  package func observe(_ callback: @escaping @Sendable (Change) -> Void) {
    state.withLock { $0.observers.append(callback) }
  }
}

/// How an object is to be deleted.
package struct DeleteOptions: Sendable {
  /// The seconds that a pod has to end; its own setting when nothing is said.
  package var grace: Int?
  /// Only if it is still this object.
  package var uid: String?
  /// Only if it is still in this version.
  package var version: String?
  /// Whether what it owns stays.
  package var orphan: Bool
  package var dryRun: Bool

  /// Options; none of them is needed.
  package init(
    grace: Int? = nil, uid: String? = nil, version: String? = nil, orphan: Bool = false,
    dryRun: Bool = false
  ) {
    self.grace = grace
    self.uid = uid
    self.version = version
    self.orphan = orphan
    self.dryRun = dryRun
  }

  /// Options as requests carry them.
  package init(document: Value) {
    grace = document["gracePeriodSeconds"]?.integer
    uid = document["preconditions", "uid"]?.string
    version = document["preconditions", "resourceVersion"]?.string
    orphan =
      document["propagationPolicy"] == "Orphan" || document["orphanDependents"]?.bool == true
    dryRun = document["dryRun"]?.array?.contains("All") ?? false
  }
}
