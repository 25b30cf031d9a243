import TLS

/// SCRAM-SHA-256 (RFC 5802, RFC 7677): both sides prove that they know the password, and neither
/// sends it. Without channel binding, since a site's database speaks plain text.
package enum SCRAM {
  package static let mechanism = "SCRAM-SHA-256"
  static let iterations = 4_096

  /// What a server keeps instead of a password.
  package struct Verifier: Hashable, Sendable {
    let salt: [UInt8]
    let iterations: Int
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    package init(password: String, salt: [UInt8], iterations: Int = SCRAM.iterations) {
      let salted = PBKDF2.sha256(
        password: Array(password.utf8), salt: salt, iterations: iterations)
      self.salt = salt
      self.iterations = iterations
      storedKey = SHA256.hash(HMAC.sha256(key: salted, Array("Client Key".utf8)))
      serverKey = HMAC.sha256(key: salted, Array("Server Key".utf8))
    }
  }

  /// The attributes of a SCRAM message: `r=…,s=…,i=…`.
  static func attributes(_ text: some StringProtocol) -> [Character: String] {
    var attributes: [Character: String] = [:]
    for part in text.split(separator: ",") {
      guard let name = part.first, part.dropFirst().first == "=" else { continue }
      attributes[name] = String(part.dropFirst(2))
    }
    return attributes
  }

  static func xor(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { zip(left, right).map { $0 ^ $1 } }
}

/// The server's side: one exchange, two messages each way.
package struct SCRAMServer: Sendable {
  private let verifier: SCRAM.Verifier
  private let nonce: String
  private var clientFirst = ""
  private var serverFirst = ""
  private var combinedNonce = ""

  /// - Parameter nonce: random, and without a comma.
  package init(verifier: SCRAM.Verifier, nonce: String) {
    self.verifier = verifier
    self.nonce = nonce
  }

  /// Answers the client's first message with salt and nonce.
  package mutating func first(_ message: [UInt8]) throws(PostgreSQLError) -> [UInt8] {
    let text = String(decoding: message, as: UTF8.self)
    let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "n" || parts[0] == "y",
      let clientNonce = SCRAM.attributes(parts[2])["r"]
    else {
      throw .fatal("08P01", "malformed SCRAM message: the client's first message is not complete")
    }
    clientFirst = String(parts[2])
    combinedNonce = clientNonce + nonce
    serverFirst =
      "r=\(combinedNonce),s=\(Base64.encode(verifier.salt)),i=\(verifier.iterations)"
    return Array(serverFirst.utf8)
  }

  /// Checks the client's proof and answers with the server's own; nil when the password is wrong.
  package func final(_ message: [UInt8]) throws(PostgreSQLError) -> [UInt8]? {
    let text = String(decoding: message, as: UTF8.self)
    let attributes = SCRAM.attributes(text)
    guard let proofText = attributes["p"], let proof = Base64.decode(proofText),
      attributes["r"] == combinedNonce, let end = text.lastIndex(of: ",")
    else {
      throw .fatal("08P01", "malformed SCRAM message: nonce or proof does not fit")
    }
    let authMessage = Array("\(clientFirst),\(serverFirst),\(text[..<end])".utf8)
    let signature = HMAC.sha256(key: verifier.storedKey, authMessage)
    guard proof.count == signature.count else { return nil }
    let clientKey = SCRAM.xor(proof, signature)
    guard equalInConstantTime(SHA256.hash(clientKey), verifier.storedKey) else { return nil }
    let own = HMAC.sha256(key: verifier.serverKey, authMessage)
    return Array("v=\(Base64.encode(own))".utf8)
  }
}

/// The client's side.
package struct SCRAMClient: Sendable {
  private let password: String
  private let nonce: String
  private var expected: [UInt8] = []

  /// - Parameter nonce: random, and without a comma.
  package init(password: String, nonce: String) {
    self.password = password
    self.nonce = nonce
  }

  private var bare: String { "n=,r=\(nonce)" }

  /// The first message: which mechanism, and our nonce.
  package var initial: [UInt8] { Array("n,,\(bare)".utf8) }

  /// Answers the server's salt and nonce with the proof.
  package mutating func proof(_ message: [UInt8]) throws(PostgreSQLError) -> [UInt8] {
    let serverFirst = String(decoding: message, as: UTF8.self)
    let attributes = SCRAM.attributes(serverFirst)
    guard let combined = attributes["r"], combined.hasPrefix(nonce), combined != nonce,
      let salt = attributes["s"].flatMap({ Base64.decode($0) }),
      let iterations = attributes["i"].flatMap({ Int($0) }), (1...1_000_000).contains(iterations)
    else {
      throw .fatal("08P01", "the server's SCRAM message is malformed")
    }
    let salted = PBKDF2.sha256(
      password: Array(password.utf8), salt: salt, iterations: iterations)
    let clientKey = HMAC.sha256(key: salted, Array("Client Key".utf8))
    let final = "c=biws,r=\(combined)"
    let authMessage = Array("\(bare),\(serverFirst),\(final)".utf8)
    let signature = HMAC.sha256(key: SHA256.hash(clientKey), authMessage)
    let serverKey = HMAC.sha256(key: salted, Array("Server Key".utf8))
    expected = HMAC.sha256(key: serverKey, authMessage)
    return Array("\(final),p=\(Base64.encode(SCRAM.xor(clientKey, signature)))".utf8)
  }

  /// Whether the server knows the password too.
  package func accepts(_ message: [UInt8]) -> Bool {
    let attributes = SCRAM.attributes(String(decoding: message, as: UTF8.self))
    guard let signature = attributes["v"].flatMap({ Base64.decode($0) }) else { return false }
    return !expected.isEmpty && equalInConstantTime(signature, expected)
  }
}
