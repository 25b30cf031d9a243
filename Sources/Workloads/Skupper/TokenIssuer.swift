import Documents
import Kubernetes
import KubernetesClient
import Skupper
import TLS

/// Makes what another site needs to link to this one: a certificate of the site's authority, and
/// where to dial.
struct TokenIssuer {
  private let site: SiteIdentity
  private let authority: CertificateAuthority
  private let entrance: SiteEntrance

  /// Reads the authority and the entrance as they are now.
  init(_ pod: SkupperPod, _ site: SiteIdentity) throws {
    self.site = site
    let secret = try pod.client.get(.secrets, ObjectName.siteAuthority)
    guard let kept = Skupper.Credential(secret: secret) else {
      throw PodError("the secret \(ObjectName.siteAuthority) holds no authority")
    }
    authority = CertificateAuthority(.init(certificate: kept.certificate, key: kept.key))
    let isByRoute = site.options.ingress == .route
    entrance = SiteEntrance(
      site: site, routes: isByRoute ? try pod.client.list(.routes) : [],
      services: isByRoute ? [] : try pod.client.list(.services))
  }

  /// The token's document.
  func connection(name: String, commonName: String) throws -> Value {
    guard let interRouter = entrance.interRouter, let edge = entrance.edge else {
      throw PodError("the site has no entrance for other routers yet")
    }
    let issued = try authority.issue(commonName: commonName)
    return Token.connection(
      name: name, of: site,
      credential: .init(certificate: issued.certificate, key: issued.key),
      authority: authority.certificate, interRouter: interRouter, edge: edge)
  }
}
