import Documents
import Kubernetes
import Skupper
import Testing

@testable import Orchestrator

/// An orchestrator with two edge clusters as values: what it decides is done at once, and the
/// programs of the edges do what they do, a second at a time.
struct TestNetwork {
  var own = Snapshot()
  var edges: [String: World.Edge] = [:]
  var now = Timestamp(seconds: 1_800_000_000)
  var notes: [String] = []
  /// The phases that each object went through.
  var phases: [String: [String]] = [:]
  private var nextUID = 1
  private var generator = SystemRandomNumberGenerator()

  init(extensions: Bool = true, balancer: Bool = true) {
    for var definition in Kinds.definitions {
      definition.setCondition(Condition("Established", true), now: now)
      add(definition)
    }
    for package in Catalogue.packages("1.8") { add(package) }
    add(TestNetwork.package("server", application: "backend"))
    add(TestNetwork.package("client", application: "frontend"))
    for (index, name) in ["cluster-hub", "cluster-spoke"].enumerated() {
      edges[name] = World.Edge(snapshot: Snapshot(), network: "127.\(index + 1).0")
    }
    if extensions { deploy("skupper-everywhere", "skupper", on: ["cluster-hub", "cluster-spoke"]) }
    if balancer {
      deploy(
        "addresses", "loadbalancer", on: ["cluster-hub"],
        values: ["ipAddressRange": "{{ cluster.network }}.2-{{ cluster.network }}.3"])
    }
  }

  static func package(_ name: String, application: String) -> Value {
    [
      "apiVersion": Value(Kinds.packages.apiVersion), "kind": "DeploymentPackage",
      "metadata": ["name": Value(name)],
      "spec": [
        "kind": "application",
        "applications": [
          [
            "name": Value(application), "namespace": "demo",
            "objects": [
              [
                "apiVersion": "v1", "kind": "Service",
                "metadata": [
                  "name": Value("my-\(application)"),
                  "annotations": [
                    OrchestratorName.exposeService: "true", OrchestratorName.exposePort: "8080",
                  ],
                ],
                "spec": ["ports": [["port": 8080]]],
              ]
            ],
          ]
        ],
      ],
    ]
  }

  mutating func makeNetwork(_ name: String) {
    let reply = NetworkAPI.answer(
      NetworkAPI.Request(
        method: "PUT", path: "/v1/projects/lab/networks/\(name)",
        authorization: "Bearer \(TestTokens.token())",
        body: Array(#"{"type":"application-mesh"}"#.utf8)),
      networks: [], projects: ["lab"], keeper: TestTokens.keeper, now: TestTokens.now)
    if case .create(let object)? = reply.change { add(object) }
  }

  mutating func deploy(
    _ name: String, _ package: String, on clusters: [String], network: String? = nil,
    exposing: [String] = [], values: [String: String] = [:]
  ) {
    var spec: Value = ["package": ["name": Value(package)], "clusters": Value(clusters)]
    if let network { spec["networkRef"] = ["name": Value(network)] }
    if !exposing.isEmpty { spec["exposedApplications"] = Value(exposing) }
    if !values.isEmpty { spec["values"] = Value(values) }
    add([
      "apiVersion": Value(Kinds.deployments.apiVersion), "kind": "Deployment",
      "metadata": ["name": Value(name)], "spec": spec,
    ])
  }

  mutating func delete(_ type: ResourceType, _ name: String) {
    guard let object = own.object(type, nil, name) else { return }
    own = TestNetwork.deleting(object, in: own, now)
  }

  /// Lets so many seconds pass; in each the orchestrator decides until it has nothing to say.
  mutating func pass(_ seconds: Int) {
    for _ in 0..<seconds {
      for _ in 0..<30 {
        let decision = Orchestrator.decide(
          World(own: own, edges: edges, now: now, profile: .v1_8), using: &generator)
        notes += decision.notes.filter { !notes.contains($0) }
        if decision.actions.isEmpty { break }
        for action in decision.actions { carryOut(action) }
        runEdges()
      }
      now = now + 1
    }
  }

  func phase(_ type: ResourceType, _ name: String) -> String? {
    own.object(type, nil, name)?["status", "phase"]?.string
  }

  mutating func add(_ object: Value) {
    var object = object
    object["metadata", "uid"] = Value("uid-\(nextUID)")
    nextUID += 1
    own.set(object)
  }

  private mutating func carryOut(_ action: OrchestratorAction) {
    switch action {
    case .own(let change):
      own = applied(change, to: own)
      if case .updateStatus(let object) = change,
        object["apiVersion"] == Value(Kinds.clusters.apiVersion),
        let phase = object["status", "phase"]?.string
      {
        let key = "\(object["kind"]?.string ?? "")/\(object.name)"
        if phases[key]?.last != phase { phases[key, default: []].append(phase) }
      }
    case .edge(let name, let change):
      guard var edge = edges[name] else { return }
      edge.snapshot = applied(change, to: edge.snapshot)
      edges[name] = edge
    case .install(let name, let cluster, let objects, let revision):
      for object in objects { edges[cluster]?.snapshot.set(object) }
      guard let deployment = own.object(Kinds.deployments, nil, name) else { return }
      own.set(
        OrchestratorAction.noting(
          deployment, cluster: cluster, objects: objects, revision: revision))
    case .uninstall(let name, let cluster, let objects):
      for object in objects { edges[cluster]?.snapshot.remove(object) }
      guard let deployment = own.object(Kinds.deployments, nil, name) else { return }
      own.set(OrchestratorAction.noting(deployment, cluster: cluster, objects: nil))
    }
  }

  private mutating func applied(_ change: ObjectChange, to snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    switch change {
    case .create(var object):
      object["metadata", "uid"] = Value("uid-\(nextUID)")
      nextUID += 1
      snapshot.set(object)
    case .update(let object), .updateStatus(let object):
      object.isBeingDeleted && object.finalizers.isEmpty
        ? snapshot.remove(object) : snapshot.set(object)
    case .delete(let reference):
      let found = snapshot.types.with(apiVersion: reference.apiVersion, kind: reference.kind)
        .flatMap { snapshot.object($0, reference.namespace, reference.name) }
      if let found { snapshot = TestNetwork.deleting(found, in: snapshot, now) }
    default: Issue.record("unexpected change \(change)")
    }
    return snapshot
  }

  private static func deleting(
    _ object: Value, in snapshot: Snapshot, _ now: Timestamp
  ) -> Snapshot {
    var snapshot = snapshot
    var object = object
    if object.finalizers.isEmpty {
      snapshot.remove(object)
    } else {
      object["metadata", "deletionTimestamp"] = Value(now.text)
      snapshot.set(object)
    }
    return snapshot
  }

  /// What site controller, service controller, router and garbage collector do on every edge.
  private mutating func runEdges() {
    for (name, var edge) in edges {
      edge.snapshot = TestNetwork.run(edge.snapshot, network: edge.network, now)
      edges[name] = edge
    }
  }

  private static func run(_ before: Snapshot, network: String, _ now: Timestamp) -> Snapshot {
    var snapshot = before
    let place = OrchestratorName.edgeNamespace
    guard let site = snapshot.object(.configMaps, place, ObjectName.site) else {
      for object in snapshot.everything where object.namespace == place { snapshot.remove(object) }
      return snapshot
    }
    let identity = SiteIdentity(site: site, profile: .v1_8)
    for object in identity.services + identity.configMaps
    where snapshot.types.with(
      apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? ""
    ).flatMap({ snapshot.object($0, place, object.name) }) == nil {
      snapshot.set(object)
    }
    let isBalanced = !snapshot.types.types.isEmpty && identity.options.ingress == .loadBalancer
    if isBalanced {
      guard var router = snapshot.object(.services, place, ObjectName.router),
        snapshot.object(.namespaces, nil, "metallb-system") != nil
      else { return snapshot }
      router["status", "loadBalancer", "ingress"] = [["ip": Value("\(network).2")]]
      snapshot.set(router)
    }
    snapshot.set(
      identity.secret(
        ObjectName.siteAuthority, .init(certificate: "CERTIFICATE", key: "KEY"), authority: nil))
    for var deployment in identity.deployments {
      deployment.setCondition(Condition("Available", true), now: now)
      snapshot.set(deployment)
    }
    for address in ServiceDefinition.all(
      in: snapshot.object(.configMaps, place, ObjectName.services)
    )
    .keys {
      snapshot.set([
        "apiVersion": "v1", "kind": "Service",
        "metadata": ["name": Value(address), "namespace": Value(place)],
      ])
    }
    for var secret in snapshot.all(.secrets, in: place)
    where secret.labels[Label.type] == Label.claim {
      secret.setLabel(Label.type, Label.connectionToken)
      snapshot.set(secret)
    }
    return snapshot
  }
}

/// Tokens for tests.
enum TestTokens {
  static let now = Timestamp(seconds: 1_800_000_000)
  static let keeper = WebTokens(key: "a key for tests")

  static func token(
    roles: [String] = ["lab_ad-rw"], at time: Timestamp = now, seconds: Int = 60
  ) -> String {
    keeper.token(for: .init(name: "ada", roles: roles), now: time, seconds: seconds)
  }
}
