/// What every object has: names, labels, owners, conditions, read from and written to documents.
import Documents

extension Value {
  /// `metadata.name`; empty when there is none yet.
  package var name: String { self["metadata", "name"]?.string ?? "" }
  /// `metadata.namespace`; nothing for objects that live in no namespace.
  package var namespace: String? { self["metadata", "namespace"]?.string }
  /// `metadata.uid`; empty before the object is stored.
  package var uid: String { self["metadata", "uid"]?.string ?? "" }
  /// `metadata.resourceVersion` as a number; 0 before the object is stored.
  package var resourceVersion: Int {
    self["metadata", "resourceVersion"]?.string.flatMap { Int($0) } ?? 0
  }
  /// `metadata.generation`; 0 for kinds without one.
  package var generation: Int { self["metadata", "generation"]?.integer ?? 0 }
  /// `metadata.labels`.
  package var labels: [String: String] { self["metadata", "labels"]?.object?.strings ?? [:] }
  /// `metadata.annotations`.
  package var annotations: [String: String] {
    self["metadata", "annotations"]?.object?.strings ?? [:]
  }
  /// `metadata.creationTimestamp`.
  package var creationTime: Timestamp? { time("metadata", "creationTimestamp") }
  /// `metadata.deletionTimestamp`: when a deleted object is to be gone at the latest.
  package var deletionTime: Timestamp? { time("metadata", "deletionTimestamp") }
  /// Whether a deletion was asked for and the object is still there.
  package var isBeingDeleted: Bool { deletionTime != nil }
  /// `metadata.finalizers`: who must agree before a deleted object goes.
  package var finalizers: [String] {
    self["metadata", "finalizers"]?.array?.compactMap(\.string) ?? []
  }

  /// The moment at the end of a path of names.
  package func time(_ path: String...) -> Timestamp? {
    self[path: path[...]]?.string.flatMap { Timestamp($0) }
  }

  /// Sets or removes one label.
  package mutating func setLabel(_ key: String, _ value: String?) {
    self["metadata", "labels", key] = value.map(Value.string)
  }

  /// Sets or removes one annotation.
  package mutating func setAnnotation(_ key: String, _ value: String?) {
    self["metadata", "annotations", key] = value.map(Value.string)
  }
}

/// Who owns an object; it goes when its owner goes.
package struct OwnerReference: Hashable, Sendable {
  package var apiVersion: String
  package var kind: String
  package var name: String
  package var uid: String
  /// Whether the owner is the one that keeps the object as it should be.
  package var isController: Bool

  /// A reference to a stored object.
  package init(to owner: Value, isController: Bool = true) {
    apiVersion = owner["apiVersion"]?.string ?? ""
    kind = owner["kind"]?.string ?? ""
    name = owner.name
    uid = owner.uid
    self.isController = isController
  }

  /// Reads a reference as objects carry it.
  package init(document: Value) {
    apiVersion = document["apiVersion"]?.string ?? ""
    kind = document["kind"]?.string ?? ""
    name = document["name"]?.string ?? ""
    uid = document["uid"]?.string ?? ""
    isController = document["controller"]?.bool ?? false
  }

  /// The reference as objects carry it.
  package var document: Value {
    var document: Value = [
      "apiVersion": Value(apiVersion), "kind": Value(kind), "name": Value(name),
      "uid": Value(uid),
    ]
    if isController {
      document["controller"] = true
      document["blockOwnerDeletion"] = true
    }
    return document
  }
}

extension Value {
  /// `metadata.ownerReferences`.
  package var owners: [OwnerReference] {
    (self["metadata", "ownerReferences"]?.array ?? []).map(OwnerReference.init(document:))
  }

  /// The owner that keeps the object as it should be.
  package var controller: OwnerReference? { owners.first(where: \.isController) }

  /// Makes an object an owner of this one; does nothing when it already is.
  package mutating func addOwner(_ reference: OwnerReference) {
    var references = self["metadata", "ownerReferences"]?.array ?? []
    guard !references.contains(where: { $0["uid"]?.string == reference.uid }) else { return }
    references.append(reference.document)
    self["metadata", "ownerReferences"] = .array(references)
  }
}

/// One line of `status.conditions`.
package struct Condition: Hashable, Sendable {
  package var type: String
  /// `True`, `False` or `Unknown`.
  package var status: String
  package var reason: String?
  package var message: String?

  /// A condition that holds or does not hold.
  package init(_ type: String, _ holds: Bool, reason: String? = nil, message: String? = nil) {
    self.type = type
    status = holds ? "True" : "False"
    self.reason = reason
    self.message = message
  }

  /// Whether the condition holds.
  package var holds: Bool { status == "True" }
}

extension Value {
  /// The condition of that type in `status.conditions`.
  package func condition(_ type: String) -> Value? {
    self["status", "conditions"]?.array?.first { $0["type"]?.string == type }
  }

  /// Whether the condition of that type is `True`.
  package func holds(_ type: String) -> Bool {
    condition(type)?["status"]?.string == "True"
  }

  /// Writes a condition; the time of its last transition moves only when its status changes.
  package mutating func setCondition(
    _ condition: Condition, now: Timestamp, withUpdateTime: Bool = false
  ) {
    var conditions = self["status", "conditions"]?.array ?? []
    let index = conditions.firstIndex { $0["type"]?.string == condition.type }
    let old = index.map { conditions[$0] }
    let keepsStatus = old?["status"]?.string == condition.status
    let keepsAll =
      keepsStatus && old?["reason"]?.string == condition.reason
      && old?["message"]?.string == condition.message
    if keepsAll { return }
    var document: Value = ["type": Value(condition.type), "status": Value(condition.status)]
    if withUpdateTime { document["lastUpdateTime"] = Value(now.text) }
    document["lastTransitionTime"] =
      (keepsStatus ? old?["lastTransitionTime"] : nil) ?? Value(now.text)
    if let reason = condition.reason { document["reason"] = Value(reason) }
    if let message = condition.message { document["message"] = Value(message) }
    if let index {
      conditions[index] = document
    } else {
      conditions.append(document)
    }
    self["status", "conditions"] = .array(conditions)
  }
}

/// Points at one object, as events and endpoints do.
package struct ObjectReference: Hashable, Sendable {
  package var apiVersion: String
  package var kind: String
  package var namespace: String?
  package var name: String
  package var uid: String

  /// A reference to a stored object.
  package init(to object: Value) {
    apiVersion = object["apiVersion"]?.string ?? ""
    kind = object["kind"]?.string ?? ""
    namespace = object.namespace
    name = object.name
    uid = object.uid
  }

  /// The reference as objects carry it.
  package var document: Value {
    var document: Value = ["kind": Value(kind)]
    if let namespace { document["namespace"] = Value(namespace) }
    document["name"] = Value(name)
    document["uid"] = Value(uid)
    document["apiVersion"] = Value(apiVersion)
    return document
  }
}
