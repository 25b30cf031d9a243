/// Creating, updating and deleting: what a server sets itself, and what it refuses.
import Documents
import Kubernetes

extension StoreState {
  mutating func create(
    _ object: Value, _ type: ResourceType, dryRun: Bool
  ) throws(StatusError) -> Value {
    var generator = SystemRandomNumberGenerator()
    var object = object
    if object.name.isEmpty, let prefix = object["metadata", "generateName"]?.string {
      object["metadata", "name"] = .string(Names.generated(prefix: prefix, using: &generator))
    }
    if !type.namespaced { object["metadata", "namespace"] = nil }
    try checkNamespace(of: object, type)
    if self.object(type, namespace: object.namespace, name: object.name) != nil {
      throw .alreadyExists(type, object.name)
    }
    for field in ["selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"] {
      object["metadata", field] = nil
    }
    object["metadata", "uid"] = .string(Names.uid(using: &generator))
    object["metadata", "creationTimestamp"] = .string(settings.now().text)
    object["metadata", "generation"] = type.hasGeneration ? 1 : nil
    settings.defaults.fill(&object, type)
    try check(Validation.causes(in: object, type), object, type)
    if type == .services { try allocateAddresses(&object, replacing: nil) }
    object = StoreState.ordered(object)
    return dryRun ? object : try store(object, type)
  }

  mutating func update(
    _ object: Value, _ type: ResourceType, scope: ObjectStore.Scope, dryRun: Bool
  ) throws(StatusError) -> Value {
    guard let old = self.object(type, namespace: object.namespace, name: object.name) else {
      throw .notFound(type, object.name)
    }
    let asked = object["metadata", "resourceVersion"]?.string ?? ""
    if !asked.isEmpty, asked != String(old.resourceVersion) {
      throw .conflict(type, object.name)
    }
    if !object.uid.isEmpty, object.uid != old.uid {
      throw .conflict(
        type, object.name,
        "Precondition failed: UID in precondition: \(object.uid), UID in object meta: \(old.uid)")
    }
    var new = StoreState.merged(object, old, scope)
    for field in [
      "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
      "generation", "resourceVersion", "generateName",
    ] {
      new["metadata", field] = old["metadata", field]
    }
    settings.defaults.fill(&new, type)
    if type == .services { try allocateAddresses(&new, replacing: old) }
    let causes =
      scope == .status && type.custom == nil
      ? [] : Validation.causes(in: new, replacing: old, type)
    try check(causes, new, type)
    if StoreState.comparable(new) == StoreState.comparable(old) { return old }
    if type.hasGeneration, new["spec"] != old["spec"] {
      new["metadata", "generation"] = .integer(old.generation + 1)
    }
    new = StoreState.ordered(new)
    if dryRun { return new }
    let isFinished =
      new.isBeingDeleted && new.finalizers.isEmpty && !old.finalizers.isEmpty
      && type != .namespaces && !needsTime(new, type)
    if isFinished { return try remove(new, type) }
    return try store(new, type)
  }

  mutating func delete(
    _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
  ) throws(StatusError) -> ObjectStore.Deletion {
    guard var object = self.object(type, namespace: namespace, name: name) else {
      throw .notFound(type, name)
    }
    if let uid = options.uid, uid != object.uid {
      throw .conflict(
        type, name,
        "Precondition failed: UID in precondition: \(uid), UID in object meta: \(object.uid)")
    }
    if let version = options.version, version != String(object.resourceVersion) {
      throw .conflict(
        type, name,
        "Precondition failed: ResourceVersion in precondition: \(version), "
          + "ResourceVersion in object meta: \(object.resourceVersion)")
    }
    if options.orphan, !options.dryRun { try orphanDependents(of: object.uid) }
    let grace = self.grace(for: object, type, asked: options.grace)
    let waits = grace > 0 || !object.finalizers.isEmpty || type == .namespaces
    guard waits else {
      if options.dryRun { return .gone(object) }
      return .gone(try remove(object, type))
    }
    let deadline = settings.now() + grace
    if let earlier = object.deletionTime, earlier <= deadline { return .marked(object) }
    object["metadata", "deletionTimestamp"] = .string(deadline.text)
    object["metadata", "deletionGracePeriodSeconds"] = .integer(grace)
    if type == .namespaces { object["status", "phase"] = "Terminating" }
    return .marked(options.dryRun ? object : try store(object, type))
  }
}

extension StoreState {
  /// The seconds that an object has to end: only a pod with processes needs any.
  private func grace(for object: Value, _ type: ResourceType, asked: Int?) -> Int {
    guard needsTime(object, type) else { return 0 }
    return max(0, asked ?? object["spec", "terminationGracePeriodSeconds"]?.integer ?? 30)
  }

  private func needsTime(_ object: Value, _ type: ResourceType) -> Bool {
    guard type == .pods, object["spec", "nodeName"]?.string?.isEmpty == false else {
      return false
    }
    let phase = object["status", "phase"]?.string
    return phase != "Succeeded" && phase != "Failed"
  }

  private mutating func orphanDependents(of uid: String) throws(StatusError) {
    for (type, object) in dependents(of: uid) {
      var object = object
      let kept = (object["metadata", "ownerReferences"]?.array ?? [])
        .filter { $0["uid"]?.string != uid }
      object["metadata", "ownerReferences"] = kept.isEmpty ? nil : .array(kept)
      _ = try store(object, type)
    }
  }

  private func checkNamespace(of object: Value, _ type: ResourceType) throws(StatusError) {
    guard type.namespaced else { return }
    let name = object.namespace ?? ""
    guard let namespace = self.object(.namespaces, namespace: nil, name: name) else {
      throw .notFound(.namespaces, name)
    }
    guard !namespace.isBeingDeleted else {
      throw .forbidden(
        type, object.name,
        "unable to create new content in namespace \(name) because it is being terminated")
    }
  }

  private func check(
    _ causes: [StatusError.Cause], _ object: Value, _ type: ResourceType
  ) throws(StatusError) {
    if !causes.isEmpty { throw .invalid(type, object.name, causes) }
  }

  private static func merged(
    _ object: Value, _ old: Value, _ scope: ObjectStore.Scope
  ) -> Value {
    switch scope {
    case .everything: return object
    case .status:
      var new = old
      new["status"] = object["status"]
      return new
    case .spec:
      var new = object
      new["status"] = old["status"]
      return new
    }
  }

  /// What counts as a change: everything but the version, and who wrote which field when.
  private static func comparable(_ object: Value) -> Value {
    var object = object
    object["metadata", "resourceVersion"] = nil
    if let entries = object["metadata", "managedFields"]?.array {
      object["metadata", "managedFields"] = .array(
        entries.map { entry in
          var entry = entry
          entry["time"] = nil
          return entry
        })
    }
    return object
  }

  /// The members as a server writes them: type first, status last, metadata sorted.
  private static func ordered(_ object: Value) -> Value {
    let members = object.object ?? [:]
    let first = ["apiVersion", "kind", "metadata"]
    let last = ["status"]
    var ordered = Members()
    for key in first { ordered[key] = members[key] }
    for (key, value) in members where !first.contains(key) && !last.contains(key) {
      ordered[key] = value
    }
    for key in last { ordered[key] = members[key] }
    ordered["metadata"] = orderedMetadata(members["metadata"]?.object ?? [:])
    return .object(ordered)
  }

  /// Metadata in the order of names, without null and empty members, which say nothing.
  private static func orderedMetadata(_ metadata: Members) -> Value {
    .object(Members(metadata.sorted().filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }))
  }
}
