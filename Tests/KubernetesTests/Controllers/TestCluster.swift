import Documents
import Kubernetes

/// A site's objects without a site: applies what controllers decide until they have nothing more
/// to say, and plays the node by making pods ready when a test asks for it.
struct TestCluster {
  var snapshot = Snapshot()
  var facts = SiteFacts(
    block: 7, domain: "apps.example.test", nodeName: "node-1", rootCertificate: "PEM",
    images: [ImageDescription(repository: "quay.io/lab/web", ports: [8080], command: ["web"])])
  var now = Timestamp(seconds: 1_700_000_000)
  var events: [String] = []
  private var generator = CountingGenerator()
  private var version = 0

  init(_ objects: Value...) {
    for object in [["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "lab"]]] + objects
    {
      store(object)
    }
    settle()
  }

  mutating func store(_ object: Value) {
    var object = object
    version += 1
    if object.uid.isEmpty { object["metadata", "uid"] = Value("uid-\(version)") }
    object["metadata", "resourceVersion"] = Value(String(version))
    if object["metadata", "creationTimestamp"] == nil {
      object["metadata", "creationTimestamp"] = Value(now.text)
    }
    let type = ResourceType.with(
      apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
    if let type, type.hasGeneration {
      let old = snapshot.object(type, object.namespace, object.name)
      let step = old.map { $0["spec"] == object["spec"] ? 0 : 1 } ?? 1
      object["metadata", "generation"] = Value((old?.generation ?? 0) + step)
    }
    snapshot.set(object)
  }

  mutating func change(_ type: ResourceType, _ name: String, _ body: (inout Value) -> Void) {
    guard var object = snapshot.object(type, type.namespaced ? "lab" : nil, name) else { return }
    body(&object)
    store(object)
    settle()
  }

  mutating func delete(_ type: ResourceType, _ name: String) {
    if let object = snapshot.object(type, type.namespaced ? "lab" : nil, name) {
      snapshot.remove(object)
    }
    settle()
  }

  /// Lets the controllers decide until nothing changes.
  mutating func settle() {
    for _ in 0..<50 {
      let changes = Controllers.reconcile(snapshot, facts: facts, now: now, using: &generator)
      if changes.isEmpty { return }
      for change in changes { apply(change) }
    }
    events.append("the controllers never come to rest")
  }

  private mutating func apply(_ change: ObjectChange) {
    switch change {
    case .create(let object), .update(let object), .updateStatus(let object): store(object)
    case .delete(let reference), .remove(let reference):
      let type = ResourceType.with(apiVersion: reference.apiVersion, kind: reference.kind)
      if let type, let object = snapshot.object(type, reference.namespace, reference.name) {
        snapshot.remove(object)
      }
    case .event(let record): events.append("\(record.reason): \(record.message)")
    }
  }

  /// Makes every pod run and be ready, as the node would.
  mutating func makePodsReady() {
    for (number, pod) in snapshot.all(.pods).enumerated() where !pod.holds("Ready") {
      var pod = pod
      pod["status", "phase"] = "Running"
      pod["status", "podIP"] = Value("127.7.128.\(number + 1)")
      pod.setCondition(Condition("Ready", true), now: now)
      store(pod)
    }
    settle()
  }

  /// `NAME spec/status/ready` of every replica set, without the hash.
  var replicaSets: [String] {
    snapshot.all(.replicaSets).sorted { revision($0) < revision($1) }.map { set in
      let status = set["status"] ?? [:]
      return "\(revision(set)): \(set["spec", "replicas"]?.integer ?? 0)"
        + "/\(status["replicas"]?.integer ?? 0)/\(status["readyReplicas"]?.integer ?? 0)"
    }
  }

  func revision(_ object: Value) -> Int { DeploymentController.revision(of: object) }

  static func deployment(
    replicas: Int = 1, image: String = "quay.io/lab/web:1", annotations: [String: String] = [:]
  ) -> Value {
    [
      "apiVersion": "apps/v1", "kind": "Deployment",
      "metadata": ["name": "web", "namespace": "lab", "annotations": Value(annotations)],
      "spec": [
        "replicas": Value(replicas), "selector": ["matchLabels": ["app": "web"]],
        "strategy": [
          "type": "RollingUpdate",
          "rollingUpdate": ["maxSurge": "25%", "maxUnavailable": "25%"],
        ],
        "template": [
          "metadata": ["labels": ["app": "web"]],
          "spec": ["containers": [["name": "web", "image": Value(image)]]],
        ],
      ],
    ]
  }
}

/// Random numbers that are always the same.
struct CountingGenerator: RandomNumberGenerator {
  var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
