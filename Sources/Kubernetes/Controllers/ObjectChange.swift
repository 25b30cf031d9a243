/// What a controller decides: a change to one object, as a value that the site applies.
import Documents

package enum ObjectChange: Hashable, Sendable {
  /// A new object.
  case create(Value)
  /// Everything but the status of an object, at the version that the document carries.
  case update(Value)
  /// The status of an object, at the version that the document carries.
  case updateStatus(Value)
  /// An end as a client would ask for it: pods get their grace, finalizers their turn.
  case delete(ObjectReference)
  /// The end of an object that was asked to go and has nothing left to wait for.
  case remove(ObjectReference)
  /// Something that people should know about an object.
  case event(EventRecord)
}

/// Something that happened to an object.
package struct EventRecord: Hashable, Sendable {
  /// How serious it is.
  package enum Kind: String, Hashable, Sendable {
    case normal = "Normal"
    case warning = "Warning"
  }

  package var kind: Kind
  package var reason: String
  package var message: String
  /// Which part of the cluster says it, as in `kubelet`.
  package var component: String
  package var object: ObjectReference
  /// The part of the object that it is about, as in `spec.containers{web}`.
  package var fieldPath: String?

  /// An event about a stored object.
  package init(
    _ reason: String, _ message: String, kind: Kind = .normal, component: String,
    about object: Value, fieldPath: String? = nil
  ) {
    self.kind = kind
    self.reason = reason
    self.message = message
    self.component = component
    self.object = ObjectReference(to: object)
    self.fieldPath = fieldPath
  }

  /// The object that stands for the first such event; the stamp makes names sort by time.
  package func document(now: Timestamp, stamp: UInt64, host: String?) -> Value {
    var involved = object.document
    if let fieldPath { involved["fieldPath"] = Value(fieldPath) }
    var source: Value = ["component": Value(component)]
    if component == "kubelet", let host { source["host"] = Value(host) }
    let digits = String(stamp, radix: 16)
    let name = "\(object.name).\(String(repeating: "0", count: max(0, 16 - digits.count)))\(digits)"
    return [
      "apiVersion": "v1", "kind": "Event",
      "metadata": ["name": Value(name), "namespace": Value(object.namespace ?? "default")],
      "involvedObject": involved, "reason": Value(reason), "message": Value(message),
      "source": source, "firstTimestamp": Value(now.text), "lastTimestamp": Value(now.text),
      "count": 1, "type": Value(kind.rawValue), "reportingComponent": Value(component),
      "reportingInstance": Value(component == "kubelet" ? host ?? "" : ""),
    ]
  }

  /// Whether a stored event tells the same of the same object.
  package func isSame(as event: Value) -> Bool {
    event["involvedObject", "uid"]?.string == object.uid && event["reason"]?.string == reason
      && event["message"]?.string == message
      && event["involvedObject", "fieldPath"]?.string == fieldPath
  }

  /// A stored event, told once more.
  package static func repeated(_ event: Value, now: Timestamp) -> Value {
    var event = event
    event["count"] = Value((event["count"]?.integer ?? 1) + 1)
    event["lastTimestamp"] = Value(now.text)
    return event
  }
}
