/// All objects of a site at one moment, found by type, namespace, name and owner.
import Documents

package struct Snapshot: Sendable {
  /// The types whose objects it holds; it learns them from the definitions among its objects.
  package private(set) var types = TypeCatalog()
  private var objects: [ResourceType: [Key: Value]] = [:]

  private struct Key: Hashable, Comparable {
    let namespace: String
    let name: String

    static func < (left: Key, right: Key) -> Bool {
      (left.namespace, left.name) < (right.namespace, right.name)
    }
  }

  /// A snapshot of these objects.
  package init(_ objects: some Sequence<Value> = []) {
    for object in objects { set(object) }
  }

  /// Takes in an object as it is now.
  package mutating func set(_ object: Value) {
    guard let type = type(of: object) else { return }
    let key = key(of: object)
    objects[type, default: [:]][key] = object
    if type == .customResourceDefinitions { types.set(object) }
  }

  /// Drops an object that is gone.
  package mutating func remove(_ object: Value) {
    guard let type = type(of: object) else { return }
    let key = key(of: object)
    objects[type]?[key] = nil
    if type == .customResourceDefinitions { types.remove(object) }
  }

  /// The objects of a type, by namespace and name.
  package func all(_ type: ResourceType) -> [Value] {
    (objects[type] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
  }

  /// The objects of a type in a namespace, by name.
  package func all(_ type: ResourceType, in namespace: String?) -> [Value] {
    let namespace = namespace ?? ""
    return (objects[type] ?? [:]).filter { $0.key.namespace == namespace }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// One object.
  package func object(_ type: ResourceType, _ namespace: String?, _ name: String) -> Value? {
    objects[type]?[Key(namespace: namespace ?? "", name: name)]
  }

  /// The objects of a type that another one keeps as they should be.
  package func controlled(by owner: Value, _ type: ResourceType) -> [Value] {
    all(type, in: owner.namespace).filter { $0.controller?.uid == owner.uid }
  }

  /// The identifiers of all objects.
  package var uids: Set<String> {
    var uids: Set<String> = []
    for group in objects.values { for object in group.values { uids.insert(object.uid) } }
    return uids
  }

  /// Every object, by type, namespace and name.
  package var everything: [Value] {
    types.each.flatMap { all($0) }
  }

  private func type(of object: Value) -> ResourceType? {
    types.with(
      apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
  }

  private func key(of object: Value) -> Key {
    Key(namespace: object.namespace ?? "", name: object.name)
  }
}
