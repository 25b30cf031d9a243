import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import TLS

/// The server that somebody logs in to: how it is reached and what it is asked.
struct LoginServer {
  /// The address without a path and with its port.
  let url: String
  private let host: String
  private let port: Int
  private let authority: String?
  private let authorityData: Value?
  private let isUnverified: Bool

  /// The server of a call: its argument, its flag, the current context's, or what somebody types.
  init(_ call: Call, _ config: Kubeconfig) throws(CommandError) {
    let current = config.currentContext.flatMap { config.context($0) }
      .flatMap { config.cluster($0.cluster)?["server"]?.string }
    var given = call.words.first ?? call.flags["server"] ?? current
    if given == nil {
      call.printer.out("Server [https://localhost:8443]: ")
      let typed = try Login.line(hidden: false)
      given = typed.isEmpty ? "https://localhost:8443" : typed
    }
    let url = LoginServer.normalised(given ?? "")
    let address: (host: String, port: Int, secure: Bool)
    do {
      address = try Kubeconfig.address(url)
    } catch {
      throw CommandError(error.description)
    }
    self.url = url
    (host, port) = (address.host, address.port)
    let cluster = config.clusterNames.lazy.compactMap { config.cluster($0) }.first {
      $0["server"]?.string.map { LoginServer.normalised($0) } == url
    }
    if let file = call.flags["certificate-authority"] {
      guard let text = try? Files.readText(file) else {
        throw CommandError(
          "unable to read certificate-authority \(file): no such file or directory")
      }
      authority = text
      authorityData = Value(Base64.encode(text))
    } else {
      authorityData = cluster?["certificate-authority-data"]
      authority =
        authorityData?.string.flatMap { Base64.decode($0) }
        .map { String(decoding: $0, as: UTF8.self) } ?? Trust.authorities(call.environment)
    }
    isUnverified =
      call.flags.isSet("insecure-skip-tls-verify")
      || (authorityData == nil && cluster?["insecure-skip-tls-verify"]?.bool == true)
  }

  /// An address with its scheme and port, and nothing behind them.
  static func normalised(_ text: String) -> String {
    var rest = text[...]
    var scheme = "https://"
    for known in ["https://", "http://"] where rest.hasPrefix(known) {
      scheme = known
      rest = rest.dropFirst(known.count)
    }
    let place = rest.prefix { $0 != "/" }
    return scheme + (place.contains(":") ? String(place) : place + ":443")
  }

  /// The name of the cluster in configuration files.
  var clusterName: String { "\(String(host.map { $0 == "." ? "-" : $0 })):\(port)" }

  /// The way there with a token.
  func access(_ token: String?) -> KubernetesClient.Access {
    KubernetesClient.Access(
      endpoint: .tcp(host: host, port: port), server: url, serverName: host, authority: authority,
      token: token, skipsVerification: isUnverified)
  }

  /// What a configuration file says about the cluster.
  func entry(_ old: Value?) -> Value {
    var entry = old ?? .object([:])
    entry["server"] = Value(url)
    entry["insecure-skip-tls-verify"] = isUnverified ? true : nil
    entry["certificate-authority-data"] = isUnverified ? nil : authorityData
    return entry
  }

  /// Who a token belongs to; nothing when it is none of this server's.
  func person(_ token: String) throws(CommandError) -> String? {
    do {
      return try KubernetesClient(access(token))
        .request("GET", "/apis/user.openshift.io/v1/users/~").name
    } catch {
      if error.status?.code == 401 { return nil }
      throw CommandError(error)
    }
  }

  /// A token for a name and a password; nothing when they don't belong together.
  func grant(_ user: String, _ password: String) throws(CommandError) -> String? {
    let request = HTTPRequest(
      "GET", "/oauth/authorize",
      query: [
        .init("client_id", "openshift-challenging-client"), .init("response_type", "token"),
      ],
      headers: [
        "Host": "\(host):\(port)", "X-CSRF-Token": "1",
        "Authorization": "Basic " + Base64.encode("\(user):\(password)"),
      ])
    let response: HTTPClientResponse
    do {
      let tls: TLSContext? =
        isUnverified
        ? try TLSContext.clientWithoutVerification()
        : try authority.map { try TLSContext.client(trust: $0) }
      response = try HTTPClient(
        .tcp(host: host, port: port), tls: tls, serverName: host, timeout: .seconds(10)
      ).send(request)
    } catch let error as HTTPError where error.code == .cannotConnect {
      throw CommandError(
        verbatim: "error: dial tcp: \(host):\(port): connect: connection refused - verify you have "
          + "provided the correct host and port and that the server is currently running.")
    } catch {
      throw CommandError("\(error)")
    }
    switch response.status {
    case 302:
      let fragment = response.headers["Location"]?.split(separator: "#").last ?? ""
      return fragment.split(separator: "&").first { $0.hasPrefix("access_token=") }
        .map { String($0.dropFirst("access_token=".count)) }
    case 401: return nil
    default:
      throw CommandError(
        "the server \(url) gives no tokens for passwords (it answered \(response.status)); it may be "
          + "no OpenShift cluster: log in with --token")
    }
  }
}
