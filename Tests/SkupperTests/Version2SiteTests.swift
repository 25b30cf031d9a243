import Documents
import Kubernetes
import Testing

@testable import Skupper

@Suite struct Version2SiteTests {
  @Test func a_site_with_link_access_has_its_objects_and_becomes_ready() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", ["linkAccess": "default"])
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.sites, "west") == "Pending: No router pod is ready")
    lab.routerPod()
    #expect(lab.settle() != nil)

    #expect(lab.status(Version2.sites, "west") == "Ready: OK")
    #expect(lab.object(Version2.sites, "west")?.holds("Ready") == true)
    #expect(lab.names(.services) == ["skupper-router", "skupper-router-local"])
    #expect(lab.names(.routes) == ["skupper-router-edge", "skupper-router-inter-router"])
    #expect(
      lab.names(.secrets) == [
        "skupper-local-ca", "skupper-local-server", "skupper-site-ca", "skupper-site-server",
      ])
    #expect(lab.names(.deployments) == ["skupper-router"])
    let containers = lab.object(.deployments, "skupper-router")?[
      "spec", "template", "spec", "containers"]?.array?.compactMap { $0["name"]?.string }
    #expect(containers == ["router", "kube-adaptor"])
    #expect(
      lab.object(Version2.sites, "west")?["status", "endpoints"] == [
        [
          "name": "inter-router", "host": "skupper-router-inter-router-west.apps.test",
          "port": "443", "group": "skupper-router",
        ],
        [
          "name": "edge", "host": "skupper-router-edge-west.apps.test", "port": "443",
          "group": "skupper-router",
        ],
      ])
    let hosts = lab.object(Version2.certificates, "skupper-site-server")?["spec", "hosts"]?.array
    #expect(hosts?.contains("skupper-router-edge-west.apps.test") == true)
    let listeners = lab.configuration()?.all("listener").map(\.name) ?? []
    #expect(listeners.contains("skupper-router-inter-router"), "\(listeners)")
    #expect(lab.settle() == 1, "what is as it should be is left alone")
  }

  @Test func a_site_without_link_access_opens_no_door() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", [:])
    lab.routerPod()
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.sites, "west") == "Ready: OK")
    #expect(lab.names(.services) == ["skupper-router-local"])
    #expect(lab.names(.routes) == [])
    #expect(lab.names(Version2.routerAccesses) == [])
  }

  @Test func link_access_that_is_taken_back_closes_the_door() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", ["linkAccess": "route"])
    lab.routerPod()
    lab.settle()
    #expect(lab.names(.routes).count == 2)
    lab.change(Version2.sites, "west") { $0["spec", "linkAccess"] = nil }
    #expect(lab.settle() != nil)
    #expect(lab.names(.routes) == [] && lab.names(.services) == ["skupper-router-local"])
    #expect(lab.object(Version2.sites, "west")?["status", "endpoints"] == nil)
  }

  @Test func a_load_balancer_without_an_address_keeps_the_site_pending() {
    var lab = Version2Lab(hasRoutes: false)
    lab.hasBalancer = false
    lab.make(Version2.sites, "west", ["linkAccess": "default"])
    lab.routerPod()
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.sites, "west") == "Pending: Pending")
    #expect(lab.object(.secrets, "skupper-site-server") == nil, "its hosts are not known yet")
    lab.change(.services, "skupper-router") {
      $0["status", "loadBalancer", "ingress"] = [["ip": "10.0.0.7"]]
    }
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.sites, "west") == "Ready: OK")
    let endpoint = lab.object(Version2.sites, "west")?["status", "endpoints"]?[0]
    #expect(endpoint?["host"] == "10.0.0.7" && endpoint?["port"] == "55671")
  }

  @Test(arguments: [
    ("route", "this cluster has no routes"), ("pigeon", "unsupported access type \"pigeon\""),
  ])
  func a_way_in_that_there_is_not_is_an_error(access: String, reason: String) {
    var lab = Version2Lab(hasRoutes: false)
    lab.make(Version2.sites, "west", ["linkAccess": Value(access)])
    lab.routerPod()
    #expect(lab.settle() != nil)
    let status = lab.status(Version2.sites, "west")
    #expect(status.hasPrefix("Error: \(reason)"), "\(status)")
  }

  @Test func a_second_site_in_a_namespace_is_refused() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", [:])
    lab.routerPod()
    lab.settle()
    lab.make(Version2.sites, "another", [:])
    #expect(lab.settle() != nil)
    #expect(
      lab.status(Version2.sites, "another")
        == "Error: An active site already exists in the namespace (west)")
    #expect(lab.status(Version2.sites, "west") == "Ready: OK")
  }

  @Test func a_site_of_version_1_is_in_the_way() {
    var lab = Version2Lab()
    lab.add(SiteOptions(siteName: "old").siteConfigMap(namespace: "west"))
    lab.make(Version2.sites, "west", [:])
    #expect(lab.settle() != nil)
    #expect(lab.status(Version2.sites, "west").hasPrefix("Error: A version 1 site is in"))
    #expect(lab.names(.deployments) == [])
  }

  @Test func an_edge_site_has_an_edge_router_and_no_door() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", ["edge": true, "linkAccess": "none"])
    lab.routerPod()
    lab.settle()
    #expect(lab.configuration()?.all("router").first?.attributes["mode"] == "edge")
    #expect(lab.names(Version2.routerAccesses) == [])
    #expect(lab.object(.secrets, "skupper-site-ca") == nil)
  }

  @Test func a_site_takes_everything_with_it() {
    var lab = Version2Lab()
    lab.make(Version2.sites, "west", ["linkAccess": "default"])
    lab.make(Version2.listeners, "backend", ["routingKey": "b", "host": "backend", "port": 80])
    lab.routerPod()
    lab.settle()
    #expect(lab.names(.services).contains("backend"))
    lab.delete(Version2.sites, "west")
    #expect(lab.settle() != nil)
    for type in [
      ResourceType.services, .secrets, .configMaps, .deployments, .routes, .roles,
      Version2.certificates, Version2.securedAccesses,
    ] {
      #expect(lab.names(type) == [], "\(type.plural)")
    }
    #expect(lab.status(Version2.listeners, "backend") == "Pending: No active site in namespace")
  }

  @Test func the_definitions_are_good_and_have_the_columns_that_people_read() throws {
    let columns = try Version2.definitions.map { document in
      let definition = try #require(Definition(document), "\(document.name)")
      let type = try #require(definition.types.first)
      #expect(Version2.types.contains(type) && type.namespaced)
      let version = try #require(definition.versions.first).document
      let names = version["additionalPrinterColumns"]?.array?.compactMap { $0["name"]?.string }
      return "\(type.plural) \(type.shortNames): \(names?.joined(separator: ", ") ?? "")"
    }
    #expect(columns.count == Version2.types.count)
    #expect(columns.contains("sites [\"st\"]: Status, Sites In Network, Message"))
    #expect(columns.contains("links [\"ln\"]: Status, Remote Site, Message"))
    #expect(
      columns.contains(
        "listeners [\"lnr\"]: Routing Key, Port, Host, Status, Has Matching Connector, Message"))
    #expect(
      columns.contains(
        "connectors [\"cnr\"]: Routing Key, Port, Host, Selector, Status, Has Matching Listener, "
          + "Message"))
    #expect(
      columns.contains("accesstokens [\"token\", \"to\"]: URL, Redeemed, Status, Message"))
  }
}
