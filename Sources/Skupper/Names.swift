/// The names that Skupper gives to its objects, labels and annotations. Everything else in this
/// target, the commands and the programs of the pods spell them through here.
package enum ObjectName {
  package static let site = "skupper-site"
  package static let configuration = "skupper-internal"
  package static let services = "skupper-services"
  package static let saslConfiguration = "skupper-sasl-config"
  package static let router = "skupper-router"
  package static let localRouter = "skupper-router-local"
  package static let controller = "skupper-service-controller"
  package static let controllerService = "skupper"
  package static let localAuthority = "skupper-local-ca"
  package static let siteAuthority = "skupper-site-ca"
  package static let serviceAuthority = "skupper-service-ca"
  package static let localServer = "skupper-local-server"
  package static let localClient = "skupper-local-client"
  package static let siteServer = "skupper-site-server"
  package static let claimsServer = "skupper-claims-server"
  package static let serviceClient = "skupper-service-client"
  /// What the certificate of a service is called that speaks TLS with its router.
  package static let serviceCertificatePrefix = "skupper-tls-"
  /// What clients of such services trust.
  package static let serviceTrust = "skupper-tls-client"
  package static let consoleCertificates = "skupper-console-certs"
  package static let consoleUsers = "skupper-console-users"
  package static let interRouterRoute = "skupper-inter-router"
  package static let edgeRoute = "skupper-edge"
  package static let claimsRoute = "claims"
  package static let consoleRoute = "skupper"
}

/// Labels that Skupper reads and writes.
package enum Label {
  package static let type = "skupper.io/type"
  package static let component = "skupper.io/component"
  package static let claim = "token-claim"
  package static let claimRecord = "token-claim-record"
  package static let connectionToken = "connection-token"
  package static let connectionTokenRequest = "connection-token-request"
}

/// Annotations that Skupper reads and writes.
package enum Annotation {
  package static let generatedBy = "skupper.io/generated-by"
  package static let siteVersion = "skupper.io/site-version"
  package static let url = "skupper.io/url"
  package static let cost = "skupper.io/cost"
  package static let claimExpiration = "skupper.io/claim-expiration"
  package static let claimsRemaining = "skupper.io/claims-remaining"
  package static let claimsMade = "skupper.io/claims-made"
  package static let lastFailed = "internal.skupper.io/last-failed"
  package static let status = "internal.skupper.io/status"
  package static let controlled = "internal.skupper.io/controlled"
  package static let originalSelector = "internal.skupper.io/originalSelector"
  package static let originalTargetPort = "internal.skupper.io/originalTargetPort"
  package static let originalAssignedPort = "internal.skupper.io/originalAssignedPort"
  package static let interRouterHost = "inter-router-host"
  package static let interRouterPort = "inter-router-port"
  package static let edgeHost = "edge-host"
  package static let edgePort = "edge-port"
  package static let proxy = "skupper.io/proxy"
  package static let address = "skupper.io/address"
  package static let port = "skupper.io/port"
  package static let target = "skupper.io/target"
  package static let serviceLabels = "skupper.io/service-labels"
}

/// The ports on which a site listens.
package enum SitePort {
  package static let interRouter = 55671
  package static let edge = 45671
  package static let claims = 8081
  package static let controller = 8080
  package static let console = 8010
  package static let local = 5671
  package static let routerHTTP = 9090
  /// Router ports for addresses are given out from here upward.
  package static let firstAddress = 1024
}
