import Documents
import Kubernetes
import TLS

/// Tokens of people (JSON Web Tokens, RFC 7519): made for them, and looked at when they ask.
package struct WebTokens: Sendable {
  /// What a person may do in a project.
  package enum Right: Sendable { case read, write }

  /// Somebody whose token holds.
  package struct Person: Hashable, Sendable {
    package var name: String
    package var roles: [String]

    package init(name: String, roles: [String]) {
      self.name = name
      self.roles = roles
    }

    package func may(_ right: Right, in project: String) -> Bool {
      roles.contains(WebTokens.role(.write, in: project))
        || right == .read && roles.contains(WebTokens.role(.read, in: project))
    }
  }

  /// What a header is worth.
  package enum Verdict: Hashable, Sendable {
    case known(Person)
    case refused(String)
  }

  private let key: [UInt8]

  /// Tokens that are signed with a key, which is a text (HMAC-SHA-256, RFC 7518 §3.2).
  package init(key: String) { self.key = Array(key.utf8) }

  /// The role of members of the groups that may read, or also write, in a project.
  package static func role(_ right: Right, in project: String) -> String {
    "\(project)_ad-\(right == .write ? "rw" : "r")"
  }

  /// A token for a person that holds so many seconds.
  package func token(for person: Person, now: Timestamp, seconds: Int = 3_600) -> String {
    let header: Value = ["alg": "HS256", "typ": "JWT"]
    let claims: Value = [
      "sub": Value(person.name), "preferred_username": Value(person.name),
      "iat": Value(now.seconds), "exp": Value(now.seconds + seconds),
      "realm_access": ["roles": Value(person.roles)],
    ]
    let text = [header, claims].map { encode(Array($0.json().utf8)) }.joined(separator: ".")
    return "\(text).\(encode(signature(Array(text.utf8))))"
  }

  /// Who asks, by the header of the request.
  package func person(authorization: String?, now: Timestamp) -> Verdict {
    guard let authorization, !authorization.isEmpty else {
      return .refused("Authorization header is missing")
    }
    let words = authorization.split(separator: " ").map(String.init)
    guard words.first?.lowercased() == "bearer" else {
      return .refused("Expecting \"Bearer\" scheme")
    }
    guard words.count == 2, let person = person(token: words[1], now: now) else {
      return .refused("JWT token is invalid or expired")
    }
    return .known(person)
  }

  private func person(token: String, now: Timestamp) -> Person? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, encode(signature(Array("\(parts[0]).\(parts[1])".utf8))) == parts[2],
      let bytes = decode(parts[1]), let claims = try? JSON.parse(bytes),
      let end = claims["exp"]?.integer, end > now.seconds
    else { return nil }
    return Person(
      name: claims["preferred_username"]?.string ?? "",
      roles: claims["realm_access", "roles"]?.array?.compactMap(\.string) ?? [])
  }

  private func signature(_ bytes: [UInt8]) -> [UInt8] { HMAC.sha256(key: key, bytes) }

  /// Base 64 for addresses, without padding (RFC 7515 §2).
  private func encode(_ bytes: [UInt8]) -> String {
    String(
      Base64.encode(bytes).compactMap { (sign: Character) -> Character? in
        sign == "=" ? nil : sign == "+" ? "-" : sign == "/" ? "_" : sign
      })
  }

  private func decode(_ text: String) -> [UInt8]? {
    let signs = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    return Base64.decode(signs + String(repeating: "=", count: (4 - signs.count % 4) % 4))
  }
}
