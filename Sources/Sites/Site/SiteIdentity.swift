/// What a site keeps for its whole life: its authority and certificates, its people's tokens and
/// passwords, the key that signs the tokens of pods.
import Documents
import Platform
import TLS

package struct SiteIdentity: Hashable, Sendable {
  /// The site's own authority.
  package var authority: CertificateAuthority
  /// Of the API server.
  package var api: Credential
  /// Of the ingress: `*.DOMAIN`.
  package var ingress: Credential
  /// The tokens of people, by name.
  package var tokens: [String: String]
  /// The passwords of people, by name.
  package var passwords: [String: String]
  package var signingKey: [UInt8]
  /// The block that the certificates were made for.
  package var block: Int

  /// Reads the identity of the site in a folder, or makes one when there is none. A site that was
  /// moved to another block keeps its authority and people and gets certificates for its new place.
  package static func load(
    directory: String, configuration: SiteConfiguration
  ) throws(SiteError) -> SiteIdentity {
    let path = "\(directory)/identity.json"
    do {
      var identity: SiteIdentity
      if Files.exists(path), let kept = SiteIdentity(try JSON.parse(try Files.read(path))) {
        if kept.block == configuration.block { return kept }
        try Relocation.move(directory: directory, from: kept.block, to: configuration.block)
        identity = kept
        try identity.certify(configuration)
      } else {
        identity = try make(configuration)
      }
      try Files.write(path, text: identity.document.json(indent: 2), mode: 0o600)
      return identity
    } catch {
      throw SiteError(.certificates, "The identity of the site in \(path) failed: \(error)")
    }
  }

  private static func make(_ configuration: SiteConfiguration) throws -> SiteIdentity {
    let authority = try CertificateAuthority.make(commonName: "\(configuration.name) site CA")
    var people = [configuration.user]
    if configuration.isOpenShift { people += ["developer"] }
    var tokens: [String: String] = [:]
    var passwords: [String: String] = [:]
    for person in Set(people) {
      tokens[person] = "sha256~\(Random.word(43))"
      passwords[person] =
        person == "developer"
        ? "developer" : (0..<4).map { _ in Random.word(5) }.joined(separator: "-")
    }
    let none = Credential(certificate: "", key: "")
    var identity = SiteIdentity(
      authority: authority, api: none, ingress: none, tokens: tokens, passwords: passwords,
      signingKey: try Random.bytes(32), block: configuration.block)
    try identity.certify(configuration)
    return identity
  }

  /// Makes the certificates of the API and the ingress for the site's place.
  private mutating func certify(_ configuration: SiteConfiguration) throws(TLSError) {
    let service = "kubernetes.default"
    api = try authority.issue(
      commonName: configuration.apiHost,
      names: [
        configuration.apiHost, "localhost", "kubernetes", service, "\(service).svc",
        "\(service).svc.cluster.local", configuration.nodeAddress, "127.0.0.1",
      ])
    ingress = try authority.issue(
      commonName: "*.\(configuration.domain)",
      names: [
        "*.\(configuration.domain)", configuration.domain, configuration.apiHost,
        configuration.nodeAddress,
      ])
    block = configuration.block
  }

  private init(
    authority: CertificateAuthority, api: Credential, ingress: Credential,
    tokens: [String: String], passwords: [String: String], signingKey: [UInt8],
    block: Int
  ) {
    self.authority = authority
    self.api = api
    self.ingress = ingress
    self.tokens = tokens
    self.passwords = passwords
    self.signingKey = signingKey
    self.block = block
  }

  private init?(_ document: Value) {
    func credential(_ key: String) -> Credential? {
      guard let certificate = document[key, "certificate"]?.string,
        let secret = document[key, "key"]?.string
      else { return nil }
      return Credential(certificate: certificate, key: secret)
    }
    guard let authority = credential("authority"), let api = credential("api"),
      let ingress = credential("ingress"),
      let signingKey = document["signingKey"]?.string.flatMap({ Base64.decode($0) })
    else { return nil }
    self.init(
      authority: CertificateAuthority(authority), api: api, ingress: ingress,
      tokens: document["tokens"]?.object?.strings ?? [:],
      passwords: document["passwords"]?.object?.strings ?? [:], signingKey: signingKey,
      block: document["block"]?.integer ?? 0)
  }

  private var document: Value {
    func value(_ credential: Credential) -> Value {
      ["certificate": Value(credential.certificate), "key": Value(credential.key)]
    }
    return [
      "authority": value(authority.credential), "api": value(api), "ingress": value(ingress),
      "tokens": Value(tokens), "passwords": Value(passwords),
      "signingKey": Value(Base64.encode(signingKey)), "block": Value(block),
    ]
  }
}

extension SiteIdentity {
  /// The file with which clients reach a site as its person. The context is named as `oc login`
  /// names it; the address is a number, so that clients which know no names of the site find it.
  package func kubeconfig(_ configuration: SiteConfiguration) -> Value {
    let cluster = configuration.clusterName
    let user = "\(configuration.user)/\(cluster)"
    return Self.kubeconfig(
      server: "https://\(configuration.nodeAddress):\(configuration.apiPort)",
      authority: authority.certificate, cluster: cluster, user: user,
      context: "\(configuration.namespace)/\(cluster)/\(configuration.user)",
      namespace: configuration.namespace, token: tokens[configuration.user] ?? "")
  }

  /// A client's file with one cluster, one user and one context.
  static func kubeconfig(
    server: String, authority: String, cluster: String, user: String, context: String,
    namespace: String, token: String
  ) -> Value {
    [
      "apiVersion": "v1", "kind": "Config", "preferences": [:],
      "clusters": [
        [
          "name": Value(cluster),
          "cluster": [
            "server": Value(server),
            "certificate-authority-data": Value(Base64.encode(authority)),
          ],
        ]
      ],
      "users": [["name": Value(user), "user": ["token": Value(token)]]],
      "contexts": [
        [
          "name": Value(context),
          "context": [
            "cluster": Value(cluster), "namespace": Value(namespace), "user": Value(user),
          ],
        ]
      ],
      "current-context": Value(context),
    ]
  }
}
