import HTTP
import KubernetesClient
import Platform
import TLS

/// Whom a host's programs trust where a configuration file names no authority: those that the
/// session vouches for, as a machine's own list of authorities does elsewhere.
enum Trust {
  /// The authorities as PEM text; nothing outside of a session.
  static func authorities(_ environment: [String: String]) -> String? {
    environment["TRESTLE_TRUST"].flatMap { try? Files.readText($0) }
      .flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The way to the cluster of a context.
  static func access(
    _ configuration: Kubeconfig, context: String?, _ environment: [String: String]
  ) throws(ClientError) -> KubernetesClient.Access {
    var access = try configuration.access(context: context)
    if access.authority == nil, access.server.hasPrefix("https://") {
      access.authority = authorities(environment)
    }
    return access
  }
}
