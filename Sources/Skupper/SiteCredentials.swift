import Documents
import Kubernetes

/// A certificate that a site needs: whose it is, who signs it, and the Secret that keeps it. Keys
/// are made elsewhere; this says what for.
package struct CredentialRequest: Sendable, Equatable {
  /// The Secret, and for an authority its common name too.
  package var secret: String
  package var commonName: String
  package var names: [String] = []
  /// The Secret of the authority that signs; nothing for an authority.
  package var authority: String?
}

/// A certificate with its key, in PEM.
package struct Credential: Sendable, Equatable {
  package var certificate: String
  package var key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// The credential that a Secret keeps; nothing when it lacks one half.
  package init?(secret: Value) {
    guard let certificate = secret.secretText("tls.crt"), let key = secret.secretText("tls.key")
    else { return nil }
    self.init(certificate: certificate, key: key)
  }
}

extension SiteIdentity {
  /// The authorities of the site.
  package var authorities: [CredentialRequest] {
    var names = [ObjectName.localAuthority, ObjectName.serviceAuthority]
    if !options.isEdge { names.insert(ObjectName.siteAuthority, at: 1) }
    return names.map { CredentialRequest(secret: $0, commonName: $0) }
  }

  /// The certificates of the site's servers.
  /// - Parameters:
  ///   - routerHosts: names and addresses by which others reach the router.
  ///   - claimsHosts: the same for the claims server.
  ///   - consoleHosts: the same for the console.
  package func credentials(routerHosts: [String], claimsHosts: [String], consoleHosts: [String])
    -> [CredentialRequest]
  {
    var requests = [
      CredentialRequest(
        secret: ObjectName.localServer, commonName: ObjectName.localRouter,
        names: names(ObjectName.localRouter), authority: ObjectName.localAuthority),
      CredentialRequest(
        secret: ObjectName.localClient, commonName: ObjectName.localRouter, names: [],
        authority: ObjectName.localAuthority),
    ]
    if !options.isEdge {
      requests.append(
        CredentialRequest(
          secret: ObjectName.siteServer, commonName: ObjectName.router,
          names: Array(names(ObjectName.router).dropFirst()) + routerHosts,
          authority: ObjectName.siteAuthority))
      let claimsService =
        profile.claimsAtRouter ? ObjectName.router : ObjectName.controllerService
      requests.append(
        CredentialRequest(
          secret: ObjectName.claimsServer, commonName: claimsService,
          names: Array(names(claimsService).dropFirst()) + claimsHosts,
          authority: ObjectName.siteAuthority))
    }
    if options.hasConsole(profile) {
      requests.append(
        CredentialRequest(
          secret: ObjectName.consoleCertificates, commonName: ObjectName.controllerService,
          names: names(ObjectName.controllerService) + consoleHosts,
          authority: ObjectName.localAuthority))
    }
    return requests
  }

  /// A Secret of type `kubernetes.io/tls`; an authority's own has no `ca.crt`.
  package func secret(
    _ name: String, _ credential: Credential, authority: Credential?,
    labels: [String: String] = [:], annotations: [String: String] = [:]
  ) -> Value {
    var data = ["tls.crt": credential.certificate, "tls.key": credential.key]
    if let authority { data["ca.crt"] = authority.certificate }
    if name == ObjectName.localClient { data["connect.json"] = connectDocument }
    return owned(
      "v1", "Secret", name, labels: labels, annotations: annotations,
      content: ["type": "kubernetes.io/tls", "data": Value.secretData(data)])
  }

  /// Secret `skupper-service-client`: the authority that clients of services trust.
  package func serviceClientSecret(authority: Credential) -> Value {
    owned(
      "v1", "Secret", ObjectName.serviceClient,
      content: ["type": "Opaque", "data": .secretData(["ca.crt": authority.certificate])])
  }

  /// The names by which a service of the site's namespace is called.
  func names(_ service: String) -> [String] {
    [service, "\(service).\(namespace)", "\(service).\(namespace).svc.cluster.local"]
  }

  /// The certificate of a service that speaks TLS with its router: who signs it, and for which names.
  package func serviceCertificate(address: String) -> CredentialRequest {
    CredentialRequest(
      secret: ObjectName.serviceCertificatePrefix + address, commonName: address,
      names: names(address), authority: ObjectName.serviceAuthority)
  }

  /// Secret `skupper-tls-client`: the same authority under the name that manuals give it.
  package func serviceTrustSecret(authority: Credential) -> Value {
    var secret = serviceClientSecret(authority: authority)
    secret["metadata", "name"] = Value(ObjectName.serviceTrust)
    return secret
  }

  /// Secret `skupper-console-users`: who may enter with internal authentication.
  package func consoleUsersSecret(generatedPassword: String) -> Value? {
    guard options.console, options.effectiveConsoleAuthentication == "internal" else { return nil }
    let user = options.consoleUser.isEmpty ? "admin" : options.consoleUser
    let password =
      options.consolePassword.isEmpty ? generatedPassword : options.consolePassword
    return owned(
      "v1", "Secret", ObjectName.consoleUsers,
      content: ["type": "Opaque", "data": .secretData([user: password])])
  }

  private var connectDocument: String {
    let folder = "/etc/messaging"
    let document: Value = [
      "scheme": "amqps", "host": Value(ObjectName.localRouter), "port": Value("5671"),
      "tls": [
        "ca": Value("\(folder)/ca.crt"), "cert": Value("\(folder)/tls.crt"),
        "key": Value("\(folder)/tls.key"), "verify": true,
      ],
    ]
    return document.json(indent: 4)
  }
}
