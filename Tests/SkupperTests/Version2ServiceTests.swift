import Documents
import Kubernetes
import Testing

@testable import Skupper

@Suite struct Version2ServiceTests {
  /// A cluster with a ready site.
  private static func lab() -> Version2Lab {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", [:])
    lab.routerPod()
    lab.settle()
    return lab
  }

  /// What the site's router tells with another site beside it.
  private static func network(
    _ lab: Version2Lab, _ other: [ServiceDefinition] = [], version: String = "2.2.1"
  ) -> RouterStatus {
    let own = lab.object(Version2.sites, "west")?.uid ?? ""
    return RouterStatus(
      siteID: own,
      sites: [
        .init(id: own, name: "west", namespace: "west", version: "2.2.1"),
        .init(id: "east-id", name: "east", namespace: "east", version: version, services: other),
      ])
  }

  private static func told(_ key: String, _ label: String) -> ServiceDefinition {
    var definition = ServiceDefinition(address: key, ports: [80])
    definition.labels[label] = "x"
    return definition
  }

  @Test func a_listener_makes_a_service_that_leads_to_the_router() {
    var lab = Self.lab()
    lab.make(
      Version2.listeners, "api", ["routingKey": "backend", "host": "backend", "port": 8080])
    #expect(lab.settle() != nil)
    let service = lab.object(.services, "backend")
    #expect(service?["spec", "selector"] == Value(SiteIdentity.routerSelector))
    let port = service?["spec", "ports"]?[0]
    let listener = lab.configuration()?.entity("tcpListener", "api:8080")?.attributes
    #expect(port?["port"] == 8080 && port?["targetPort"] == listener?["port"])
    #expect(listener?["address"] == "backend")
    #expect(lab.status(Version2.listeners, "api") == "Pending: No matching connectors")
    #expect(lab.object(Version2.listeners, "api")?.holds("Configured") == true)

    lab.routers["west"] = Self.network(lab, [Self.told("backend", Version2.Name.serves)])
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.listeners, "api") == "Ready: OK")
    #expect(lab.object(Version2.listeners, "api")?["status", "hasMatchingConnector"] == true)

    lab.delete(Version2.listeners, "api")
    #expect(lab.settle() != nil)
    #expect(lab.object(.services, "backend") == nil)
    #expect(lab.configuration()?.all("tcpListener").isEmpty == true)
  }

  @Test func two_listeners_share_a_host_but_not_a_port() {
    var lab = Self.lab()
    for (name, port) in [("a", 80), ("b", 81), ("c", 80)] {
      lab.make(
        Version2.listeners, name, ["routingKey": Value(name), "host": "h", "port": Value(port)])
    }
    #expect(lab.settle() != nil)
    let ports = lab.object(.services, "h")?["spec", "ports"]?.array?.map { $0["port"]?.integer }
    #expect(ports == [80, 81])
    #expect(
      lab.status(Version2.listeners, "c") == "Error: The host h with port 80 is listener a's")
  }

  @Test func a_service_that_somebody_else_made_is_given_back() {
    var lab = Self.lab()
    lab.add([
      "apiVersion": "v1", "kind": "Service",
      "metadata": ["name": "db", "namespace": "west"],
      "spec": [
        "selector": ["app": "db"], "ports": [["port": 5432, "targetPort": 5432]],
      ],
    ])
    lab.make(Version2.listeners, "db", ["routingKey": "db", "host": "db", "port": 5432])
    lab.settle()
    #expect(
      lab.object(.services, "db")?["spec", "selector"] == Value(SiteIdentity.routerSelector))
    lab.delete(Version2.listeners, "db")
    #expect(lab.settle() != nil)
    #expect(lab.object(.services, "db")?["spec", "selector"] == ["app": "db"])
    #expect(lab.object(.services, "db")?["spec", "ports"]?[0]?["targetPort"] == 5432)
  }

  @Test func a_connector_leads_to_the_pods_that_are_ready() {
    var lab = Self.lab()
    lab.make(
      Version2.connectors, "backend",
      ["routingKey": "backend", "selector": "app=backend", "port": 8080])
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.connectors, "backend") == "Pending: No pods match selector")

    lab.pod("b1", labels: ["app": "backend"], address: "10.0.2.1")
    lab.pod("b2", labels: ["app": "backend"], address: "10.0.2.2", isReady: false)
    lab.pod("other", labels: ["app": "frontend"], address: "10.0.2.3")
    #expect(lab.settle() != nil)
    #expect(lab.configuration()?.all("tcpConnector").map(\.name) == ["backend@10.0.2.1:8080"])
    #expect(lab.status(Version2.connectors, "backend") == "Pending: No matching listeners")
    #expect(
      lab.object(Version2.connectors, "backend")?["status", "selectedPods"]
        == [["name": "b1", "ip": "10.0.2.1"]])

    lab.change(Version2.connectors, "backend") { $0["spec", "includeNotReadyPods"] = true }
    lab.routers["west"] = Self.network(lab, [Self.told("backend", Version2.Name.listens)])
    #expect(lab.settle() != nil)
    #expect(lab.configuration()?.all("tcpConnector").count == 2)
    #expect(lab.status(Version2.connectors, "backend") == "Ready: OK")
  }

  @Test func both_ends_on_one_site_find_each_other() {
    var lab = Self.lab()
    lab.make(Version2.connectors, "c", ["routingKey": "k", "host": "db.example", "port": 1])
    lab.make(Version2.listeners, "l", ["routingKey": "k", "host": "l", "port": 2])
    lab.make(Version2.listeners, "m", ["routingKey": "other", "host": "m", "port": 2])
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.connectors, "c") == "Ready: OK")
    #expect(lab.status(Version2.listeners, "l") == "Ready: OK")
    #expect(lab.status(Version2.listeners, "m") == "Pending: No matching connectors")
  }

  static let broken: [(Value, String)] = [
    (["routingKey": "k", "port": 80], "Neither a selector nor a host is given"),
    (["routingKey": "k", "port": 80, "host": "h", "type": "udp"], "The type \"udp\" is not"),
    (["routingKey": "k", "port": 80, "selector": "a in"], "The selector \"a in\" cannot"),
    (["routingKey": "k", "port": 80, "host": "h", "tlsCredentials": "t"], "TLS between router"),
  ]

  @Test(arguments: broken)
  func a_connector_that_cannot_work_says_why(spec: Value, reason: String) {
    var lab = Self.lab()
    lab.make(Version2.connectors, "c", spec)
    #expect(lab.settle() != nil)
    let status = lab.status(Version2.connectors, "c")
    #expect(status.hasPrefix("Error: \(reason)"), "\(status)")
    #expect(lab.configuration()?.all("tcpConnector").isEmpty == true)
  }

  @Test func a_connector_may_find_its_pods_in_another_namespace() {
    var lab = Self.lab()
    lab.pod("b1", in: "apps", labels: ["app": "backend"], address: "10.0.3.1")
    lab.make(
      Version2.attachedConnectorBindings, "backend",
      ["routingKey": "backend", "connectorNamespace": "apps"])
    #expect(lab.settle() != nil)
    #expect(
      lab.status(Version2.attachedConnectorBindings, "backend")
        == "Error: No matching AttachedConnector")
    lab.make(
      Version2.attachedConnectors, "backend", in: "apps",
      ["siteNamespace": "west", "selector": "app=backend", "port": 8080])
    #expect(lab.settle() != nil)
    #expect(lab.configuration()?.all("tcpConnector").map(\.name) == ["backend@10.0.3.1:8080"])
    #expect(lab.status(Version2.attachedConnectors, "backend", in: "apps") == "Ready: OK")
  }

  @Test func a_link_is_dialled_with_its_certificate_and_tells_how_it_is() {
    var lab = Self.lab()
    lab.make(Version2.links, "to-east", Self.link)
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.links, "to-east") == "Error: secrets \"to-east\" not found")
    lab.add(Self.secret)
    #expect(lab.settle() != nil)
    let connector = lab.configuration()?.entity("connector", "to-east")?.attributes
    #expect(connector?["host"] == "east.example" && connector?["port"] == 55671)
    #expect(connector?["cost"] == 5 && connector?["role"] == "inter-router")
    #expect(lab.status(Version2.links, "to-east") == "Pending: Not operational")

    var network = Self.network(lab)
    network.links = [Self.live()]
    lab.routers["west"] = network
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.links, "to-east") == "Ready: OK")
    #expect(lab.object(Version2.links, "to-east")?["status", "remoteSiteName"] == "east")
    #expect(lab.object(Version2.sites, "west")?["status", "sitesInNetwork"] == 2)
  }

  @Test func a_link_to_a_site_of_version_1_is_given_up_with_the_reason() {
    var lab = Self.lab()
    lab.make(Version2.links, "to-east", Self.link)
    lab.add(Self.secret)
    lab.settle()
    var network = Self.network(lab, version: "1.8.8")
    network.links = [Self.live()]
    lab.routers["west"] = network
    #expect(lab.settle() != nil)
    let sentence =
      "Error: Sites of version 1 and version 2 cannot be linked: east has version 1.8.8"
    #expect(lab.status(Version2.links, "to-east") == sentence)
    #expect(lab.configuration()?.all("connector").isEmpty == true)
    lab.routers["west"] = Self.network(lab)
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.links, "to-east") == sentence, "it is not tried again by itself")
    lab.change(Version2.links, "to-east") { $0["spec", "cost"] = 2 }
    #expect(lab.settle() != nil)
    #expect(lab.configuration()?.all("connector").count == 1, "a changed link is")
  }

  private static let link: Value = [
    "cost": 5, "tlsCredentials": "to-east",
    "endpoints": [
      ["name": "inter-router", "host": "east.example", "port": "55671"],
      ["name": "edge", "host": "east.example", "port": "45671"],
    ],
  ]
  private static let secret: Value = [
    "apiVersion": "v1", "kind": "Secret",
    "metadata": ["name": "to-east", "namespace": "west"],
    "data": .secretData(["tls.crt": "CERT", "tls.key": "KEY", "ca.crt": "CA"]),
  ]

  private static func live() -> RouterStatus.Link {
    RouterStatus.Link(
      name: "to-east", isOutgoing: true, role: "inter-router", host: "east.example", port: 55671,
      cost: 5, state: .connected, reason: nil, peerSite: "east-id", peerName: "east",
      peerNamespace: "east", peerMode: "interior")
  }
}
