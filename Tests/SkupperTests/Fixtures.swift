import Documents
import Kubernetes

@testable import Skupper

/// The two sites of the patient portal's lab.
enum Lab {
  static let publicID = "76c142fb-7fa0-4218-8427-021c0ce29fb0"
  static let privateID = "1b2f3c4d-0000-4000-8000-00000000beef"

  static func publicSite(_ profile: TextProfile = .v1_3) -> SiteIdentity {
    var options = SiteOptions(siteName: "public")
    options.ingress = .route
    options.console = true
    options.flowCollector = true
    options.consoleAuthentication = "unsecured"
    return SiteIdentity(
      namespace: "public", id: publicID, options: options, profile: profile,
      platform: "openshift")
  }

  static func privateSite(_ profile: TextProfile = .v1_3) -> SiteIdentity {
    var options = SiteOptions(siteName: "private")
    options.mode = .edge
    return SiteIdentity(
      namespace: "private", id: privateID, options: options, profile: profile)
  }

  static func siteObject(_ site: SiteIdentity) -> Value {
    var object = site.options.siteConfigMap(namespace: site.namespace)
    object["metadata", "uid"] = Value(site.id)
    return object
  }

  static func link(
    _ name: String = "link1", claim: Bool = false, reason: String? = nil, refused: Bool = false
  ) -> Value {
    var annotations: [String: String] = [
      Annotation.generatedBy: publicID, Annotation.siteVersion: "1.3.0", Annotation.cost: "1",
    ]
    if claim {
      annotations[Annotation.url] = "https://claims-public.apps.test:443/ba863cd9"
    } else {
      annotations[Annotation.edgeHost] = "skupper-edge-public.apps.test"
      annotations[Annotation.edgePort] = "443"
      annotations[Annotation.interRouterHost] = "skupper-inter-router-public.apps.test"
      annotations[Annotation.interRouterPort] = "443"
    }
    annotations[Annotation.status] = reason
    if refused { annotations[Annotation.lastFailed] = "2026-01-01T00:00:00Z" }
    return [
      "apiVersion": "v1", "kind": "Secret",
      "metadata": [
        "name": Value(name), "namespace": "private", "annotations": Value(annotations),
        "labels": [
          Label.type: Value(claim ? Label.claim : Label.connectionToken)
        ],
      ],
      "data": .secretData(
        claim
          ? ["ca.crt": "CA", "password": "secret"]
          : ["ca.crt": "CA", "tls.crt": "CERT", "tls.key": "KEY"]),
    ]
  }

  /// What the private site's router tells once it is linked.
  static func privateRouter(
    state: String = "connected", reason: String? = nil, publicServices: [ServiceDefinition] = []
  ) -> RouterStatus {
    var sites = [
      RouterStatus.Site(
        id: privateID, name: "private", namespace: "private", mode: "edge", version: "1.3.0")
    ]
    if state == "connected" {
      sites[0].neighbours = [publicID]
      sites.append(
        RouterStatus.Site(
          id: publicID, name: "public", namespace: "public", version: "1.3.0",
          neighbours: [privateID], services: publicServices))
    }
    var router = RouterStatus(revision: 3, id: "private-x", mode: "edge", siteID: privateID)
    router.sites = sites
    router.links = [linkStatus("link1", outgoing: true, state: state, reason: reason, to: publicID)]
    return router
  }

  static func linkStatus(
    _ name: String, outgoing: Bool, state: String = "connected", reason: String? = nil, to: String
  ) -> RouterStatus.Link {
    let peer = to == publicID ? "public" : "private"
    return RouterStatus.Link(
      name: name, isOutgoing: outgoing, role: "edge", host: "h", port: 443, cost: 1,
      state: .init(rawValue: state) ?? .failed, reason: reason, peerSite: to, peerName: peer,
      peerNamespace: peer, peerMode: "interior")
  }

  static func deployment(_ name: String, labels: [String: String], ports: [Int] = []) -> Value {
    [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": Value(name)],
      "spec": [
        "selector": ["matchLabels": Value(labels)],
        "template": [
          "spec": [
            "containers": [
              [
                "name": "main",
                "ports": .array(ports.map { ["containerPort": Value($0)] }),
              ]
            ]
          ]
        ],
      ],
    ]
  }

  static func pod(
    _ name: String, labels: [String: String], address: String, isReady: Bool = true
  ) -> Value {
    [
      "metadata": ["name": Value(name), "uid": Value("uid-\(name)"), "labels": Value(labels)],
      "status": [
        "podIP": Value(address),
        "conditions": [["type": "Ready", "status": isReady ? "True" : "False"]],
      ],
    ]
  }
}
