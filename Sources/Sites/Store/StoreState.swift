/// What the store's lock protects: objects, counter, remembered changes, watches, and the file.
import Database
import Documents
import Kubernetes

struct StoreState {
  /// Where an object is within its type.
  struct Key: Hashable, Comparable {
    let namespace: String
    let name: String

    static func < (left: Key, right: Key) -> Bool {
      left.namespace == right.namespace
        ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        : left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
    }
  }

  /// Somebody who follows a type.
  struct Watch {
    let type: ResourceType
    let namespace: String?
    let deliver: @Sendable (ObjectStore.Event) -> Void

    func offer(_ change: ObjectStore.Change) {
      guard change.type == type, namespace == nil || change.object.namespace == namespace else {
        return
      }
      deliver(.change(change))
    }
  }

  let settings: ObjectStore.Settings
  var observers: [@Sendable (ObjectStore.Change) -> Void] = []
  private(set) var version = 0
  /// The types that there are, as the definitions among the objects say.
  private(set) var catalog = TypeCatalog()

  private let file: ObjectFile
  private var tables: [ResourceType: [Key: Value]] = [:]
  private var history: [ObjectStore.Change] = []
  private var forgottenVersion = 0
  private var watches: [Int: Watch] = [:]
  private var nextWatch = 0

  init(path: String, settings: ObjectStore.Settings) throws {
    self.settings = settings
    file = try ObjectFile(path: path)
    let objects = try file.objects()
    let definitions = ResourceType.customResourceDefinitions.groupResource
    for (_, definition) in objects.filter({ $0.type == definitions }) { catalog.set(definition) }
    for (name, object) in objects {
      // What is left of a type that is gone has no place any more.
      guard let type = catalog.stored(as: name) else { continue }
      tables[type, default: [:]][StoreState.key(of: object, type)] = object
    }
    version = try file.version()
    forgottenVersion = version
  }

  static func key(of object: Value, _ type: ResourceType) -> Key {
    Key(namespace: type.namespaced ? object.namespace ?? "" : "", name: object.name)
  }

  func object(_ type: ResourceType, namespace: String?, name: String) -> Value? {
    tables[type]?[Key(namespace: type.namespaced ? namespace ?? "" : "", name: name)]
  }

  func objects(_ type: ResourceType, namespace: String?) -> [Value] {
    guard let table = tables[type] else { return [] }
    return table.filter { namespace == nil || !type.namespaced || $0.key.namespace == namespace }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// Everything that names this object as an owner.
  func dependents(of uid: String) -> [(type: ResourceType, object: Value)] {
    tables.flatMap { type, table in
      table.values.filter { object in object.owners.contains { $0.uid == uid } }
        .map { (type, $0) }
    }
  }
}

/// The one way in which anything changes: first the file, then memory, then whoever follows.
extension StoreState {
  /// Stores an object under the next version.
  mutating func store(_ object: Value, _ type: ResourceType) throws(StatusError) -> Value {
    let next = version + 1
    var object = object
    object["metadata", "resourceVersion"] = .string(String(next))
    let key = StoreState.key(of: object, type)
    try file.write(object, type, key, version: next)
    version = next
    let old = tables[type, default: [:]].updateValue(object, forKey: key)
    if type == .customResourceDefinitions { catalog.set(object) }
    tell(
      ObjectStore.Change(
        kind: old == nil ? .added : .modified, type: type, object: object, old: old,
        version: next))
    return object
  }

  /// Takes an object away under the next version.
  @discardableResult
  mutating func remove(_ object: Value, _ type: ResourceType) throws(StatusError) -> Value {
    let next = version + 1
    let key = StoreState.key(of: object, type)
    try file.erase(type, key, version: next)
    version = next
    let old = tables[type]?.removeValue(forKey: key)
    if type == .customResourceDefinitions { catalog.remove(object) }
    var last = object
    last["metadata", "resourceVersion"] = .string(String(next))
    tell(
      ObjectStore.Change(kind: .deleted, type: type, object: last, old: old, version: next))
    return last
  }

  private mutating func tell(_ change: ObjectStore.Change) {
    history.append(change)
    if history.count > ObjectStore.rememberedChanges + 500 {
      let excess = history.count - ObjectStore.rememberedChanges
      forgottenVersion = history[excess - 1].version
      history.removeFirst(excess)
    }
    for watch in watches.values { watch.offer(change) }
    for observer in observers { observer(change) }
  }
}

/// Watches.
extension StoreState {
  mutating func addWatch(_ watch: Watch, after asked: Int) throws(StatusError) -> Int {
    guard asked >= forgottenVersion else {
      throw .expired(asked, oldest: forgottenVersion)
    }
    for change in history where change.version > asked { watch.offer(change) }
    nextWatch += 1
    watches[nextWatch] = watch
    return nextWatch
  }

  /// Tells one follower how far the changes that it got reach.
  func mark(_ identifier: Int) { watches[identifier]?.deliver(.mark(version)) }

  mutating func removeWatch(_ identifier: Int) { watches[identifier] = nil }
}
