import Documents
import Kubernetes

/// The orchestrator: from what there is to what is to be done. Asked again after it was done, it
/// has nothing more to say until something changes or a phase has lasted.
package enum Orchestrator {
  /// The next steps of every deployment, network, cluster, service and link.
  package static func decide(
    _ world: World, using generator: inout some RandomNumberGenerator
  ) -> OrchestratorDecision {
    var planner = Planner(world: world)
    planner.planDeployments()
    planner.planNetworks()
    planner.planServices()
    planner.planClusters()
    planner.planLinks(using: &generator)
    planner.planTwins()
    planner.decision.isWaiting = planner.hasFreshPhases
    return planner.decision
  }
}

/// One look at the world, and what came of it so far.
struct Planner {
  let world: World
  var decision = OrchestratorDecision()
  private var written: Set<String> = []

  init(world: World) { self.world = world }

  var now: Timestamp { world.now }
  var own: Snapshot { world.own }

  mutating func note(_ sentence: String) {
    if !decision.notes.contains(sentence) { decision.notes.append(sentence) }
  }

  mutating func edge(_ cluster: String, _ change: ObjectChange) {
    decision.actions.append(.edge(cluster, change))
  }

  /// Makes one of our own objects, or brings its labels and its spec into line.
  mutating func ensure(
    _ type: ResourceType, _ name: String, labels: [String: String] = [:], spec: Value,
    isFinal: Bool = false
  ) {
    guard var present = own.object(type, nil, name) else {
      var metadata: Value = ["name": Value(name)]
      if !labels.isEmpty { metadata["labels"] = Value(labels) }
      if isFinal { metadata["finalizers"] = [Value(OrchestratorName.finalizer)] }
      decision.actions.append(
        .own(
          .create([
            "apiVersion": Value(type.apiVersion), "kind": Value(type.kind), "metadata": metadata,
            "spec": spec,
          ])))
      return
    }
    guard !present.isBeingDeleted, present["spec"] ?? [:] != spec else { return }
    present["spec"] = spec
    decision.actions.append(.own(.update(present)))
    written.insert(present.uid)
  }

  /// Writes the status of one of our own objects where it says something else now.
  mutating func setStatus(_ object: Value, _ change: (inout Value) -> Void) {
    guard !written.contains(object.uid) else { return }
    var status = object["status"] ?? [:]
    change(&status)
    guard status != object["status"] ?? [:] else { return }
    var changed = object
    changed["status"] = status
    decision.actions.append(.own(.updateStatus(changed)))
    written.insert(object.uid)
  }

  /// Moves an object on to a phase.
  mutating func setPhase(_ object: Value, _ phase: String, _ more: (inout Value) -> Void = { _ in })
  {
    let time = Value(now.text)
    setStatus(object) { status in
      if status["phase"]?.string != phase {
        status["phase"] = Value(phase)
        status["lastTransitionTime"] = time
      }
      more(&status)
    }
  }

  /// Keeps what the interconnect tells under the names of earlier releases as well.
  mutating func planTwins() {
    for type in Kinds.interconnect {
      let twin = Kinds.twin(type)
      let objects = own.all(type)
      for object in objects {
        ensure(twin, object.name, labels: object.labels, spec: object["spec"] ?? [:])
        if let copy = own.object(twin, nil, object.name) {
          setStatus(copy) { $0 = object["status"] ?? [:] }
        }
      }
      drop(twin, keeping: Set(objects.map(\.name)))
    }
  }

  /// Deletes what nobody wants any more.
  mutating func drop(_ type: ResourceType, keeping wanted: Set<String>) {
    for object in own.all(type) where !wanted.contains(object.name) && !object.isBeingDeleted {
      decision.actions.append(.own(.delete(ObjectReference(to: object))))
    }
  }

  /// Lets go of an object that is being deleted and has nothing left to undo.
  mutating func release(_ object: Value) {
    var changed = object
    changed["metadata", "finalizers"] = Value(
      object.finalizers.filter { $0 != OrchestratorName.finalizer })
    decision.actions.append(.own(.update(changed)))
    written.insert(object.uid)
  }

  /// Whether an object has been in its phase so long that people could see it.
  func hasLasted(_ object: Value, _ seconds: Int = 1) -> Bool {
    guard let since = object["status", "lastTransitionTime"]?.string.flatMap({ Timestamp($0) })
    else { return true }
    return since + seconds <= now
  }

  /// Whether a phase of some object has not lasted as long as one may have to.
  var hasFreshPhases: Bool {
    [Kinds.clusters, Kinds.links, Kinds.services].contains { type in
      own.all(type).contains { !hasLasted($0, 3) }
    }
  }

  static func reference(_ name: String, namespace: String? = nil) -> Value {
    var reference: Value = ["name": Value(name)]
    if let namespace { reference["namespace"] = Value(namespace) }
    return reference
  }
}

extension Value {
  /// `status.phase`; empty before there is one.
  var phase: String { self["status", "phase"]?.string ?? "" }

  /// The name in a reference of the spec.
  func referenced(_ field: String) -> String { self["spec", field, "name"]?.string ?? "" }
}
