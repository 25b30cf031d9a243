import Documents
import HTTP
import TLS

/// From a configuration's context to access to its cluster.
extension Kubeconfig {
  /// How to reach the cluster of a context, as the context's user.
  /// - Throws: ``ClientError`` with a sentence that names what is missing.
  package func access(context name: String? = nil) throws(ClientError) -> KubernetesClient.Access {
    guard let name = name ?? currentContext else {
      throw ClientError(
        .configuration,
        "no configuration has been provided: set KUBECONFIG to a file with a current context")
    }
    guard let context = context(name) else {
      throw ClientError(.configuration, "context \"\(name)\" does not exist")
    }
    guard let cluster = cluster(context.cluster), let server = cluster["server"]?.string else {
      throw ClientError(.configuration, "cluster \"\(context.cluster)\" does not exist")
    }
    let address = try Kubeconfig.address(server)
    let user = user(context.user) ?? .null
    return KubernetesClient.Access(
      endpoint: .tcp(host: address.host, port: address.port), server: server,
      serverName: cluster["tls-server-name"]?.string ?? address.host,
      authority: address.secure ? Kubeconfig.pem(cluster["certificate-authority-data"]) : nil,
      token: user["token"]?.string,
      certificate: Kubeconfig.pem(user["client-certificate-data"]),
      key: Kubeconfig.pem(user["client-key-data"]),
      skipsVerification: address.secure && cluster["insecure-skip-tls-verify"]?.bool == true)
  }

  private static func pem(_ value: Value?) -> String? {
    value?.string.flatMap { Base64.decode($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The parts of a server's address.
  package static func address(
    _ server: String
  ) throws(ClientError) -> (host: String, port: Int, secure: Bool) {
    let secure = server.hasPrefix("https://")
    guard secure || server.hasPrefix("http://") else {
      throw ClientError(
        .configuration, "the server \"\(server)\" is no address that begins with https://")
    }
    let authority = server.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
    let parts = authority.split(separator: ":", maxSplits: 1)
    let port = parts.count > 1 ? Int(parts[1]) : secure ? 443 : 80
    guard let host = parts.first, let port else {
      throw ClientError(.configuration, "the server \"\(server)\" has no host and port")
    }
    return (String(host), port, secure)
  }
}
