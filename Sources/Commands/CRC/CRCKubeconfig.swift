import Documents
import KubernetesClient
import TLS

/// What `crc` writes into the configuration file: the cluster, its two people and their contexts.
enum CRCKubeconfig {
  /// Adds the entries, in place of those of an earlier instance.
  static func add(_ call: CRCCall, _ site: Value) throws(CommandError) {
    guard let cluster = site["cluster"]?.string, let server = site["api"]?.string,
      let authority = site["authority"]?.string
    else { throw CommandError("The session does not say how its site is reached.") }
    let tokens = site["tokens"]?.object?.strings ?? [:]
    var files = try KubeconfigFiles.load(explicit: nil, environment: call.environment)
    let hasCurrent = files.merged.currentContext != nil
    try files.edit(holding: { $0.cluster(cluster) != nil }) { config in
      config.setCluster(
        cluster,
        [
          "server": Value(server),
          "certificate-authority-data": Value(Base64.encode(authority)),
        ])
      for (context, person) in contexts {
        guard let token = tokens[person] else { continue }
        config.setUser(person, ["token": Value(token)])
        config.setContext(
          context, Kubeconfig.Context(cluster: cluster, user: person, namespace: "default"))
      }
      if !hasCurrent { config.currentContext = contexts[0].0 }
    }
  }

  /// Removes the entries.
  static func remove(_ call: CRCCall) {
    guard var files = try? KubeconfigFiles.load(explicit: nil, environment: call.environment)
    else { return }
    let names = contexts.map { $0.0 }
    guard let cluster = names.lazy.compactMap({ files.merged.context($0)?.cluster }).first else {
      return
    }
    try? files.edit(holding: { $0.cluster(cluster) != nil }) { config in
      config.remove(.clusters, cluster)
      for name in config.contextNames where config.context(name)?.cluster == cluster {
        if let user = config.context(name)?.user { config.remove(.users, user) }
        config.remove(.contexts, name)
        if config.currentContext == name { config.currentContext = nil }
      }
    }
  }

  private static let contexts = [("crc-admin", "kubeadmin"), ("crc-developer", "developer")]
}
