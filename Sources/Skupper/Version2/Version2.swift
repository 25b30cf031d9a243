import Kubernetes

/// Version 2 of Skupper: sites, links, listeners and connectors are objects of types of their own,
/// and a controller turns them into what version 1 made by commands. Both share router and
/// certificates.
package enum Version2 {
  package static let sites = type("sites", "Site", ["st"])
  package static let links = type("links", "Link", ["ln"])
  package static let listeners = type("listeners", "Listener", ["lnr"])
  package static let connectors = type("connectors", "Connector", ["cnr"])
  package static let accessGrants = type("accessgrants", "AccessGrant", ["grant", "gr"])
  package static let accessTokens = type("accesstokens", "AccessToken", ["token", "to"])
  package static let routerAccesses = type("routeraccesses", "RouterAccess", [])
  package static let securedAccesses = type("securedaccesses", "SecuredAccess", [])
  package static let certificates = type("certificates", "Certificate", [])
  package static let attachedConnectors = type("attachedconnectors", "AttachedConnector", ["acnr"])
  package static let attachedConnectorBindings = type(
    "attachedconnectorbindings", "AttachedConnectorBinding", ["acnrb"])

  /// All types of version 2.
  package static let types = [
    sites, links, listeners, connectors, accessGrants, accessTokens, routerAccesses,
    securedAccesses, certificates, attachedConnectors, attachedConnectorBindings,
  ]

  package static let apiVersion = "skupper.io/v2alpha1"

  private static func type(_ plural: String, _ kind: String, _ shortNames: [String])
    -> ResourceType
  {
    ResourceType(
      group: "skupper.io", version: "v2alpha1", plural: plural, kind: kind,
      shortNames: shortNames)
  }
}

extension Version2 {
  /// The names that version 2 gives to its objects, where version 1 has others.
  package enum Name {
    /// The namespace of the controller, and the first part of its names.
    package static let namespace = "skupper"
    package static let controller = "skupper-controller"
    package static let configuration = "skupper-router"
    package static let grantServer = "skupper-grant-server"
    package static let grantAuthority = "skupper-grant-server-ca"
    /// The annotation of a certificate's Secret with the hosts that it is good for.
    package static let hosts = "internal.skupper.io/hosts"
    /// The annotation of a certificate's Secret with the moment at which it ends.
    package static let expiration = "internal.skupper.io/expiration"
    /// Labels in what a site tells of an address: whether it listens for it, and whether it serves
    /// it.
    package static let listens = "listener"
    package static let serves = "connector"
  }

  /// The port of the grant server.
  package static let grantPort = 9090
}
