import Documents
import Routing
import Testing

@Suite struct RouterConfigurations {
  @Test func entities_are_read_as_skupper_writes_them() throws {
    let document = try JSON.parse(
      """
      [
        ["router", {"id": "private-x", "mode": "edge", "metadata": "site-2"}],
        ["site", {"name": "private", "id": "site-2", "namespace": "private", "services": "[1]"}],
        ["sslProfile", {"name": "link1-profile",
          "certFile": "/etc/skupper-router-certs/link1-profile/tls.crt",
          "privateKeyFile": "/etc/skupper-router-certs/link1-profile/tls.key",
          "caCertFile": "/etc/skupper-router-certs/link1-profile/ca.crt"}],
        ["listener", {"name": "interior-listener", "role": "inter-router", "port": 55671,
          "sslProfile": "skupper-internal", "authenticatePeer": true}],
        ["connector", {"name": "link1", "role": "edge", "host": "h.example", "port": "443",
          "cost": 3, "sslProfile": "link1-profile", "verifyHostname": true}],
        ["tcpListener", {"name": "backend:8080", "host": "0.0.0.0", "port": "1024",
          "address": "backend:8080"}],
        ["tcpConnector", {"name": "db@127.3.128.7", "host": "127.3.128.7", "port": "5432",
          "address": "database:5432", "processId": "p1"}],
        ["address", {"prefix": "mc"}]
      ]
      """)
    let configuration = try RouterConfiguration(document)
    #expect(configuration.router == "private-x")
    #expect(configuration.mode == .edge)
    #expect(
      configuration.site
        == SiteRecord(id: "site-2", name: "private", namespace: "private", services: "[1]"))
    #expect(
      configuration.profiles["link1-profile"]?.keyFile
        == "/etc/skupper-router-certs/link1-profile/tls.key")
    #expect(configuration.listeners.map(\.role) == [.interRouter])
    #expect(configuration.connectors.map(\.port) == [443])
    #expect(configuration.connectors.map(\.cost) == [3])
    #expect(configuration.serviceListeners.map(\.port) == [1024])
    #expect(configuration.serviceConnectors.map(\.address) == ["database:5432"])
  }

  @Test func a_document_without_a_router_is_refused() {
    #expect(throws: ConfigurationError.self) { try RouterConfiguration([]) }
    #expect(throws: ConfigurationError.self) { try RouterConfiguration("text") }
  }
}
