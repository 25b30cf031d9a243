import Documents
import Kubernetes
import KubernetesClient
import Orchestrator
import Platform
import Skupper

/// Carries out what the orchestrator decides: at its own site, and at the edge clusters, as a
/// client of their APIs like any other.
final class InterconnectManager {
  /// Runs until the program is asked to end.
  @Sendable static func run(_ arguments: [String]) async throws {
    let pod = try SkupperPod(Environment.all)
    try SystemThread.start(name: "manager") {
      do {
        try InterconnectManager(pod).work()
      } catch {
        SkupperPod.log("the manager could not begin: \(error)")
      }
    }
    try await untilAskedToEnd()
  }

  /// What is looked at on an edge cluster.
  private static let edgeTypes: [ResourceType] = [
    .namespaces, .services, .configMaps, .secrets, .deployments,
  ]
  /// How long edge clusters that do not answer hold up the first decision.
  private static let patience: Duration = .seconds(10)

  private struct Edge {
    let kubeconfig: String
    let network: String
    let mirror: ClusterMirror
  }

  private let pod: SkupperPod
  private let doorbell: Doorbell
  private let own: ClusterMirror
  private var edges: [String: Edge] = [:]
  private var told: [String] = []
  private var hasFailed = false
  private let began = ContinuousClock.now
  private var generator = SystemRandomNumberGenerator()

  private init(_ pod: SkupperPod) throws {
    self.pod = pod
    doorbell = try Doorbell()
    own = try ClusterMirror(
      pod.client, [.customResourceDefinitions, .secrets] + Kinds.all, ringing: doorbell)
  }

  private func work() {
    var isWaiting = true
    while true {
      // Phases last, so time can be a reason to look.
      doorbell.wait(isWaiting || hasFailed ? .milliseconds(500) : nil)
      isWaiting = true
      hasFailed = false
      guard own.isLoaded else { continue }
      register()
      let loaded = edges.filter { $0.value.mirror.isLoaded }
      guard loaded.count == edges.count || ContinuousClock.now > began + Self.patience else {
        continue
      }
      let world = World(
        own: own.snapshot,
        edges: loaded.mapValues { .init(snapshot: $0.mirror.snapshot, network: $0.network) },
        now: Timestamp(seconds: Int(WallTime.now().seconds)), profile: pod.profile)
      let decision = Orchestrator.decide(world, using: &generator)
      for note in decision.notes where !told.contains(note) { SkupperPod.log(note) }
      told = decision.notes
      for action in decision.actions { carryOut(action) }
      isWaiting = decision.isWaiting || !decision.actions.isEmpty
    }
  }

  /// Takes in the clusters whose ways are kept here, anew where a way has changed.
  private func register() {
    for secret in own.objects(.secrets) {
      guard let name = secret.labels[OrchestratorName.clusterLabel],
        let text = secret.secretText("value"), edges[name]?.kubeconfig != text
      else { continue }
      do {
        let access = try Kubeconfig(text: text, file: secret.name).access()
        let mirror = try ClusterMirror(
          try KubernetesClient(access), Self.edgeTypes, ringing: doorbell)
        let address = access.server.split(separator: "/").last.map(String.init) ?? ""
        let network = address.split(separator: ".").prefix(3).joined(separator: ".")
        edges[name] = Edge(kubeconfig: text, network: network, mirror: mirror)
        SkupperPod.log("looking after cluster \(name) at \(access.server)")
      } catch {
        SkupperPod.log("cluster \(name) cannot be looked after: \(error)")
      }
    }
  }

  private func carryOut(_ action: OrchestratorAction) {
    do {
      switch action {
      case .own(let change): try own.apply(change)
      case .edge(let name, let change): try edges[name]?.mirror.apply(change)
      case .install(let deployment, let cluster, let objects, let revision):
        guard let edge = edges[cluster] else { return }
        SkupperPod.log("deployment \(deployment): bringing \(objects.count) objects to \(cluster)")
        try PackageInstaller(client: edge.mirror.client).install(objects)
        try note(deployment, cluster, objects, revision)
      case .uninstall(let deployment, let cluster, let objects):
        guard let edge = edges[cluster] else { return }
        SkupperPod.log("deployment \(deployment): taking its objects from \(cluster)")
        try PackageInstaller(client: edge.mirror.client).uninstall(objects)
        try note(deployment, cluster, nil, "")
      }
    } catch {
      hasFailed = true
      SkupperPod.log("a change failed: \(error)")
    }
  }

  /// Writes down what a cluster has of a deployment.
  private func note(
    _ deployment: String, _ cluster: String, _ objects: [Value]?, _ revision: String
  ) throws(ClientError) {
    guard let present = try own.client.find(Kinds.deployments, deployment) else { return }
    try own.apply(
      .updateStatus(
        OrchestratorAction.noting(
          present, cluster: cluster, objects: objects, revision: revision)))
  }
}
