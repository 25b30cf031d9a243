import Documents
import Kubernetes
import YAML

/// Links: a token that a site has taken in, kept as a Secret under the link's name.
package struct Link: Sendable, Equatable {
  /// What the Secret of a link still is.
  package enum State: Sendable, Equatable {
    /// Not yet exchanged for a certificate.
    case claim(url: String)
    /// Ready to be dialled.
    case token
  }

  package var name: String
  package var state: State
  package var cost: Int
  /// The site that handed the token out.
  package var origin: String
  /// Why the link is not up, as the controller wrote it.
  package var reason: String?
  /// Whether the claim was refused for good.
  package var isRefused: Bool
  package var created: Timestamp?

  /// The link that a Secret keeps; nothing for a Secret of another type.
  package init?(secret: Value) {
    name = secret.name
    let annotations = secret.annotations
    switch secret.labels[Label.type] {
    case Label.claim: state = .claim(url: annotations[Annotation.url] ?? "")
    case Label.connectionToken: state = .token
    default: return nil
    }
    cost = annotations[Annotation.cost].flatMap { Int($0) } ?? 1
    origin = annotations[Annotation.generatedBy] ?? ""
    reason = annotations[Annotation.status]
    isRefused = annotations[Annotation.lastFailed] != nil
    created = secret.creationTime
  }

  package var isClaim: Bool { state != .token }

  /// Where a router of that mode dials.
  package static func endpoint(of secret: Value, isEdge: Bool) -> Token.Endpoint? {
    let annotations = secret.annotations
    let host = annotations[isEdge ? Annotation.edgeHost : Annotation.interRouterHost]
    let port = annotations[isEdge ? Annotation.edgePort : Annotation.interRouterPort]
    guard let host, let port, let number = Int(port) else { return nil }
    return Token.Endpoint(host: host, port: number)
  }
}

extension Link {
  /// The Secret that takes a token in.
  /// - Parameters:
  ///   - text: the token as it was written to a file.
  ///   - existing: the Secrets of the namespace.
  package static func secret(
    from text: String, name: String?, cost: Int, in site: SiteIdentity, existing: [Value]
  ) throws(SkupperError) -> Value {
    let token = try parse(text)
    try check(token, in: site)
    let links = existing.compactMap(Link.init(secret:))
    if let same = token.annotations[Annotation.generatedBy],
      links.contains(where: { $0.origin == same && !$0.isRefused })
    {
      throw SkupperError("Already connected to \"\(same)\".")
    }
    let chosen = name ?? nextName(after: links)
    if existing.contains(where: { $0.name == chosen }) {
      throw SkupperError(
        "The connector secret \"\(chosen)\"already exists, please choose a different name")
    }
    let annotations = token.annotations.merging([Annotation.cost: String(cost)]) { _, new in new }
    return site.owned(
      "v1", "Secret", chosen, labels: token.labels, annotations: annotations,
      content: [
        "type": token["type"] ?? "Opaque", "data": token["data"] ?? [:],
      ])
  }

  /// What `link create` says.
  package static func configured(_ secret: Value, isEdge: Bool) -> String {
    let target: String
    if let url = secret.annotations[Annotation.url] {
      target = url
    } else {
      let endpoint = endpoint(of: secret, isEdge: isEdge)
      target = endpoint.map { "\($0.host):\($0.port)" } ?? ""
    }
    return """
      Site configured to link to \(target) (name=\(secret.name))
      Check the status of the link using 'skupper link status'.

      """
  }

  /// Reads a token; what is no Secret is refused with the reader's own words.
  package static func parse(_ text: String) throws(SkupperError) -> Value {
    let document: Value
    do {
      document = try YAML.parse(text, file: nil)
    } catch {
      throw SkupperError("Could not parse connection token: \(error)")
    }
    guard document.object != nil else {
      throw SkupperError(
        "Could not parse connection token: the file holds \(document.kindName) where a Secret "
          + "should be")
    }
    guard document["kind"]?.string == "Secret" else {
      throw SkupperError(
        "Could not parse connection token: the file holds a document of kind "
          + "\"\(document["kind"]?.scalarText ?? "")\" where a Secret should be")
    }
    return document
  }

  private static func check(_ token: Value, in site: SiteIdentity) throws(SkupperError) {
    let annotations = token.annotations
    switch token.labels[Label.type] {
    case Label.claim:
      if (token.secretText("password") ?? "").isEmpty {
        throw SkupperError("Expected password field in secret data")
      }
      if (annotations[Annotation.url] ?? "").isEmpty {
        throw SkupperError("Expected skupper.io/url annotation")
      }
    case Label.connectionToken:
      for key in ["tls.crt", "tls.key", "ca.crt"] where (token.secretText(key) ?? "").isEmpty {
        throw SkupperError("Expected \(key) field in secret data")
      }
    default:
      throw SkupperError("Secret is not a valid skupper token")
    }
    if annotations.isEmpty { throw SkupperError("The secret has not annotations") }
    guard let origin = annotations[Annotation.generatedBy], !origin.isEmpty else {
      throw SkupperError("Can't find secret origin.")
    }
    if origin == site.id { throw SkupperError("Can't create connection to self with token") }
    let version = annotations[Annotation.siteVersion] ?? "undefined"
    if let problem = SiteVersion.problem(version) { throw SkupperError(problem) }
  }

  private static func nextName(after links: [Link]) -> String {
    let numbers = links.compactMap { link in
      link.name.hasPrefix("link") ? Int(link.name.dropFirst(4)) : nil
    }
    return "link\((numbers.max() ?? 0) + 1)"
  }
}

extension SiteVersion {
  /// Why a site of that version may not join; nothing when it may.
  package static func problem(_ version: String) -> String? {
    if let found = SiteVersion(version), let least = SiteVersion(TextProfile.minimumSiteVersion),
      found >= least
    {
      return nil
    }
    return "minimum version required \(TextProfile.minimumSiteVersion) - "
      + "remote site version is \(version)"
  }
}
