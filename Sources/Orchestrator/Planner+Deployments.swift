import Documents
import Kubernetes

/// Deployments: packages that are brought to clusters, and taken away again.
extension Planner {
  mutating func planDeployments() {
    for deployment in own.all(Kinds.deployments) {
      if deployment.isBeingDeleted {
        remove(deployment)
      } else if !deployment.finalizers.contains(OrchestratorName.finalizer) {
        var changed = deployment
        changed["metadata", "finalizers"] = Value(
          deployment.finalizers + [OrchestratorName.finalizer])
        decision.actions.append(.own(.update(changed)))
      } else {
        plan(deployment)
      }
    }
  }

  private mutating func plan(_ deployment: Value) {
    do throws(PackageProblem) {
      let package = try checked(deployment)
      let installed = Self.installed(deployment)
      var isDone = true
      for cluster in Self.clusters(of: deployment) {
        guard let edge = world.edges[cluster] else { continue }
        let values = try package.values(
          given: deployment["spec", "values"]?.object?.strings ?? [:], cluster: cluster,
          network: edge.network)
        try check(values, of: package, in: edge)
        let objects = package.objects(deployment: deployment.name, values)
        let revision = OrchestratorName.hash(Value.array(objects).json())
        guard installed[cluster]?["revision"]?.string != revision else { continue }
        isDone = false
        decision.actions.append(
          .install(
            deployment: deployment.name, cluster: cluster, objects: objects, revision: revision))
      }
      for (cluster, entry) in installed.sorted(by: { $0.key < $1.key })
      where !Self.clusters(of: deployment).contains(cluster) {
        isDone = false
        decision.actions.append(
          .uninstall(
            deployment: deployment.name, cluster: cluster, objects: entry["objects"]?.array ?? []))
      }
      setStatus(deployment) { status in
        status["state"] = isDone ? "Running" : "Deploying"
        status["message"] = nil
      }
    } catch {
      note("deployment \(deployment.name): \(error.sentence)")
      setStatus(deployment) { status in
        status["state"] = "Error"
        status["message"] = Value(error.sentence)
      }
    }
  }

  /// The package of a deployment that asks for nothing impossible.
  private func checked(_ deployment: Value) throws(PackageProblem) -> DeploymentPackage {
    let name = deployment["spec", "package", "name"]?.string ?? ""
    guard let object = own.object(Kinds.packages, nil, name) else {
      let names = own.all(Kinds.packages).map(\.name).joined(separator: ", ")
      throw PackageProblem("there is no package \(name) in the catalogue; it has \(names)")
    }
    let package = DeploymentPackage(object)
    for cluster in Self.clusters(of: deployment) where world.edges[cluster] == nil {
      let names = world.edges.keys.sorted().joined(separator: ", ")
      throw PackageProblem(
        "there is no cluster \(cluster) that can be reached; there are: \(names)")
    }
    if let network = Self.network(of: deployment) {
      if package.isExtension {
        throw PackageProblem(
          "\(name) is an extension and must not take part in a network: deploy it without one")
      }
      guard tenancyNetwork(network) != nil else {
        throw PackageProblem(
          "there is no network \(network): make it with the network API before it is chosen")
      }
    }
    let applications = package.applications.map(\.name)
    for application in Self.exposed(deployment) where !applications.contains(application) {
      throw PackageProblem(
        "the package \(name) has no application \(application) to expose; it has "
          + applications.joined(separator: ", "))
    }
    return package
  }

  /// A range of addresses must be one that the cluster's own network has room for.
  private func check(
    _ values: [String: String], of package: DeploymentPackage, in edge: World.Edge
  ) throws(PackageProblem) {
    guard package.name == "loadbalancer", let range = values["ipAddressRange"] else { return }
    let free = (2...9).map { "\(edge.network).\($0)" }
    guard let addresses = AddressRange(range)?.addresses, addresses.allSatisfy(free.contains) else {
      throw PackageProblem(
        "ipAddressRange \"\(range)\" is no range of free addresses of the cluster's network: choose "
          + "from \(edge.network).2-\(edge.network).9")
    }
  }

  private mutating func remove(_ deployment: Value) {
    let installed = Self.installed(deployment)
      .filter { world.edges[$0.key] != nil }
    guard !installed.isEmpty else {
      if deployment.finalizers.contains(OrchestratorName.finalizer) { release(deployment) }
      return
    }
    for (cluster, entry) in installed.sorted(by: { $0.key < $1.key }) {
      decision.actions.append(
        .uninstall(
          deployment: deployment.name, cluster: cluster, objects: entry["objects"]?.array ?? []))
    }
  }

  /// What a deployment has brought to each cluster.
  private static func installed(_ deployment: Value) -> [String: Value] {
    var entries: [String: Value] = [:]
    for entry in deployment["status", "clusters"]?.array ?? [] {
      entries[entry["name"]?.string ?? ""] = entry
    }
    return entries
  }

  static func clusters(of deployment: Value) -> [String] {
    deployment["spec", "clusters"]?.array?.compactMap(\.string) ?? []
  }

  static func network(of deployment: Value) -> String? {
    let name = deployment.referenced("networkRef")
    return name.isEmpty ? nil : name
  }

  static func exposed(_ deployment: Value) -> [String] {
    deployment["spec", "exposedApplications"]?.array?.compactMap(\.string) ?? []
  }

  /// The network that people made, by the name that they gave it.
  func tenancyNetwork(_ name: String) -> Value? {
    own.all(Kinds.tenancyNetworks).first { NetworkAPI.displayName($0) == name }
  }
}

extension OrchestratorAction {
  /// The status of a deployment once a cluster has what it should, or nothing any more.
  package static func noting(
    _ deployment: Value, cluster: String, objects: [Value]?, revision: String = ""
  ) -> Value {
    var entries = deployment["status", "clusters"]?.array ?? []
    entries.removeAll { $0["name"]?.string == cluster }
    if let objects {
      let references = objects.map { object -> Value in
        var reference: Value = [
          "apiVersion": object["apiVersion"] ?? "", "kind": object["kind"] ?? "",
          "metadata": ["name": Value(object.name)],
        ]
        if let namespace = object.namespace {
          reference["metadata", "namespace"] = Value(namespace)
        }
        return reference
      }
      entries.append([
        "name": Value(cluster), "revision": Value(revision), "objects": .array(references),
      ])
    }
    var changed = deployment
    changed["status", "clusters"] = .array(
      entries.sorted { ($0["name"]?.string ?? "") < ($1["name"]?.string ?? "") })
    return changed
  }
}
