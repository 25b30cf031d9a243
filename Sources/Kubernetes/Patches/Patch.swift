/// Changes of an object as clients send them: a part to merge, or a list of operations.
import Documents

package enum Patch: Sendable {
  /// A part of the object, merged by the rules of RFC 7386: lists are replaced as a whole.
  case merge(Value)
  /// A part of the object, merged by Kubernetes' rules: lists of named things are merged by name.
  case strategic(Value)
  /// Operations by the rules of RFC 6902.
  case json(Value)

  /// The object after the change.
  package func applied(to object: Value) throws(StatusError) -> Value {
    switch self {
    case .merge(let patch): return Patch.merged(object, patch)
    case .strategic(let patch):
      guard patch.object != nil else {
        throw .badRequest("the patch must be a map, but is \(patch.kindName)")
      }
      return StrategicMerge.merged(object, patch)
    case .json(let operations): return try JSONPatch.applied(operations, to: object)
    }
  }

  private static func merged(_ target: Value, _ patch: Value) -> Value {
    guard let members = patch.object else { return patch }
    var target = target.object == nil ? Value.object([:]) : target
    for (key, value) in members {
      target[key] = value.isNull ? nil : merged(target[key] ?? .null, value)
    }
    return target
  }
}
