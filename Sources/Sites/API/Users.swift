/// Who may use the API: people with a token or a password, and the accounts of pods.
import Documents
import HTTP
import Kubernetes
import TLS

/// Somebody who makes requests.
package struct APIUser: Hashable, Sendable {
  package let name: String
  package let groups: [String]
  /// The one namespace in which a service account may do things; nothing for people, who may do
  /// everything everywhere.
  package let namespace: String?

  /// A person, who may do everything.
  package init(person name: String) {
    self.name = name
    groups = ["system:authenticated:oauth", "system:authenticated", "system:cluster-admins"]
    namespace = nil
  }

  /// The account of a namespace's pods, which may do everything in that namespace.
  package init(serviceAccount name: String, namespace: String) {
    self.name = "system:serviceaccount:\(namespace):\(name)"
    groups = [
      "system:serviceaccounts", "system:serviceaccounts:\(namespace)", "system:authenticated",
    ]
    self.namespace = namespace
  }
}

/// The people whom a site knows, and the key with which it signs the tokens of service accounts.
package struct Users: Sendable {
  /// The users by their tokens.
  private let tokens: [String: APIUser]
  private let passwords: [String: String]
  private let signingKey: [UInt8]
  private let anonymous: APIUser?

  /// - Parameter tokens: the names of people by their tokens.
  /// - Parameter passwords: the passwords of people by their names.
  /// - Parameter signingKey: a secret of the site.
  /// - Parameter anonymous: who a request without a token is from; nobody, unless the server is
  ///   reached through a channel that only its owner can use.
  package init(
    tokens: [String: String], passwords: [String: String] = [:], signingKey: [UInt8],
    anonymous: APIUser? = nil
  ) {
    self.tokens = tokens.mapValues { APIUser(person: $0) }
    self.passwords = passwords
    self.signingKey = signingKey
    self.anonymous = anonymous
  }

  /// The user who makes a request.
  func authenticate(_ request: HTTPRequest, store: ObjectStore) throws(StatusError) -> APIUser {
    guard let header = request.headers["Authorization"] else {
      guard let anonymous else { throw .unauthorized }
      return anonymous
    }
    guard header.lowercased().hasPrefix("bearer ") else { throw .unauthorized }
    guard let user = user(token: String(header.dropFirst(7)), store: store) else {
      throw .unauthorized
    }
    return user
  }

  /// The user whom a token stands for.
  func user(token: String, store: ObjectStore) -> APIUser? {
    tokens[token] ?? serviceAccount(token, store: store)
  }

  /// A token for a stored service account; it holds as long as the account exists.
  package func token(forServiceAccount account: Value) -> String {
    let subject = "\(account.namespace ?? "")/\(account.name)/\(account.uid)"
    return "\(Users.plain(Array(subject.utf8))).\(signature(of: subject))"
  }

  private func serviceAccount(_ token: String, store: ObjectStore) -> APIUser? {
    let parts = token.split(separator: ".")
    guard parts.count == 2, let bytes = Users.bytes(String(parts[0])) else { return nil }
    let subject = String(decoding: bytes, as: UTF8.self)
    let words = subject.split(separator: "/").map(String.init)
    guard words.count == 3, signature(of: subject) == parts[1],
      let account = store.find(.serviceAccounts, namespace: words[0], name: words[1]),
      account.uid == words[2]
    else { return nil }
    return APIUser(serviceAccount: words[1], namespace: words[0])
  }

  private func signature(of subject: String) -> String {
    Users.plain(HMAC.sha256(key: signingKey, Array(subject.utf8)))
  }

  /// Base64 without signs that have a meaning in headers and addresses.
  private static func plain(_ bytes: [UInt8]) -> String {
    String(
      Base64.encode(bytes).compactMap { (sign: Character) -> Character? in
        switch sign {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: sign
        }
      })
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    let signs = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    return Base64.decode(signs + String(repeating: "=", count: (4 - signs.count % 4) % 4))
  }
}

/// Passwords, as `oc login` gives them.
extension Users {
  /// Answers the request of a client that wants a token for a name and a password.
  func grant(_ request: HTTPRequest, url: String) -> HTTPResponse {
    guard let header = request.headers["Authorization"], header.hasPrefix("Basic "),
      let bytes = Base64.decode(String(header.dropFirst(6)))
    else { return Users.challenge }
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, passwords[parts[0]] == parts[1],
      let token = tokens.first(where: { $0.value.name == parts[0] })?.key
    else { return Users.challenge }
    return HTTPResponse(
      status: 302,
      headers: [
        "Location": "\(url)/oauth/token/implicit#access_token=\(token)&expires_in=86400"
          + "&scope=user%3Afull&token_type=Bearer"
      ])
  }

  private static let challenge = HTTPResponse(
    status: 401, headers: ["WWW-Authenticate": "Basic realm=\"openshift\""])
}
