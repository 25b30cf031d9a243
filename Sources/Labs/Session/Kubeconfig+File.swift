import KubernetesClient
import Platform

/// Configuration files of the sites of a session.
extension Kubeconfig {
  /// The configuration in a file.
  init(file: String) throws {
    try self.init(text: try Files.readText(file), file: file)
  }
}

extension KubernetesClient {
  /// A client of the cluster of a configuration file's current context, as its user.
  /// - Parameter namespace: that of requests which name none; the context's own without it.
  convenience init(
    kubeconfig file: String, namespace: String? = nil, timeout: Duration = .seconds(30)
  ) throws {
    let config = try Kubeconfig(file: file)
    let context = config.currentContext.flatMap { config.context($0) }
    try self.init(
      try config.access(), namespace: namespace ?? context?.namespace ?? "default",
      timeout: timeout)
  }
}
