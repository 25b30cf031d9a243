import Documents
import Kubernetes
import YAML

/// A token: the document that one site hands to another so that it may link. A claim is exchanged
/// for a certificate, a certificate token holds one.
package enum Token {
  /// What a claim is worth before it is used.
  package struct Claim: Sendable, Equatable {
    package var name: String
    package var password: String
    package var expirySeconds: Int
    package var uses: Int

    package init(name: String, password: String, expirySeconds: Int = 900, uses: Int = 1) {
      self.name = name
      self.password = password
      self.expirySeconds = expirySeconds
      self.uses = uses
    }
  }

  /// Where other sites reach one of a site's ports.
  package struct Endpoint: Sendable, Equatable {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// The document of a claim, with its keys in the order in which it is written.
  package static func claim(
    _ claim: Claim, of site: SiteIdentity, at endpoint: Endpoint, authority: String,
    now: Timestamp
  ) -> Value {
    var annotations: Value = [
      Annotation.generatedBy: Value(site.id),
      Annotation.siteVersion: Value(site.profile.siteVersion),
      Annotation.url: Value("https://\(endpoint.host):\(endpoint.port)/\(claim.name)"),
    ]
    if site.profile.tellsClaimExpiration && claim.expirySeconds > 0 {
      annotations[Annotation.claimExpiration] = Value((now + claim.expirySeconds).text)
    }
    return [
      "apiVersion": "v1",
      "data": Value.secretData(["ca.crt": authority, "password": claim.password]),
      "kind": "Secret",
      "metadata": [
        "annotations": annotations.sortedByKey(), "creationTimestamp": .null,
        "labels": [Label.type: Value(Label.claim)], "name": Value(claim.name),
      ],
    ]
  }

  /// The record that the issuing site keeps of a claim.
  package static func record(_ claim: Claim, of site: SiteIdentity, now: Timestamp) -> Value {
    var annotations = [
      Annotation.claimsMade: "0", Annotation.siteVersion: site.profile.siteVersion,
    ]
    if claim.expirySeconds > 0 {
      annotations[Annotation.claimExpiration] = (now + claim.expirySeconds).text
    }
    if claim.uses > 0 { annotations[Annotation.claimsRemaining] = String(claim.uses) }
    return site.owned(
      "v1", "Secret", claim.name, labels: [Label.type: Label.claimRecord],
      annotations: annotations,
      content: ["type": "Opaque", "data": .secretData(["password": claim.password])])
  }

  /// The document that lets another site link: a certificate, and where to dial.
  package static func connection(
    name: String, of site: SiteIdentity, credential: Credential, authority: String,
    interRouter: Endpoint, edge: Endpoint
  ) -> Value {
    [
      "apiVersion": "v1",
      "data": Value.secretData([
        "ca.crt": authority, "tls.crt": credential.certificate, "tls.key": credential.key,
      ]),
      "kind": "Secret",
      "metadata": [
        "annotations": [
          Annotation.edgeHost: Value(edge.host), Annotation.edgePort: Value(String(edge.port)),
          Annotation.interRouterHost: Value(interRouter.host),
          Annotation.interRouterPort: Value(String(interRouter.port)),
          Annotation.generatedBy: Value(site.id),
          Annotation.siteVersion: Value(site.profile.siteVersion),
        ],
        "creationTimestamp": .null, "labels": [Label.type: Value(Label.connectionToken)],
        "name": Value(name),
      ],
      "type": "kubernetes.io/tls",
    ]
  }

  /// What `token create` says once the file is written.
  package static func written(to file: String, isClaim: Bool, isLocalOnly: Bool) -> String {
    (isClaim ? "Token" : "Connection token") + " written to \(file) "
      + (isLocalOnly ? "(Note: token will only be valid for local cluster)" : "") + "\n"
  }
}
