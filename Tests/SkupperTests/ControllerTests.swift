import Documents
import Kubernetes
import Testing

@testable import Skupper

@Suite struct ControllerTests {
  /// A site's objects, to which plans are applied until nothing is left to do.
  private struct World {
    var snapshot = ControllerSnapshot()

    init(_ site: SiteIdentity) {
      snapshot.site = Lab.siteObject(site)
      snapshot.configuration = site.configMaps.first { $0.name == "skupper-internal" }
      snapshot.services = site.configMaps.first { $0.name == "skupper-services" }
    }

    mutating func define(_ definitions: ServiceDefinition...) {
      snapshot.services?["data"] = ServiceDefinition.data(
        Dictionary(definitions.map { ($0.address, $0) }, uniquingKeysWith: { $1 }))
    }

    mutating func settle() -> [ControllerPlan.Effect] {
      for _ in 0..<5 {
        let plan = Controller.reconcile(snapshot)
        if plan.changes.isEmpty { return plan.effects }
        for change in plan.changes { apply(change) }
      }
      Issue.record("never settles: \(Controller.reconcile(snapshot).changes)")
      return []
    }

    private mutating func apply(_ change: SiteChange) {
      switch change {
      case .create(let object): snapshot.kubernetesServices.append(object)
      case .delete(_, let name): snapshot.kubernetesServices.removeAll { $0.name == name }
      case .update(let object):
        switch object.name {
        case "skupper-internal": snapshot.configuration = object
        case "skupper-services": snapshot.services = object
        default:
          if let index = snapshot.secrets.firstIndex(where: { $0.name == object.name }) {
            snapshot.secrets[index] = object
          }
          if let index = snapshot.kubernetesServices.firstIndex(where: {
            $0.name == object.name
          }) {
            snapshot.kubernetesServices[index] = object
          }
        }
      }
    }

    var configuration: RouterConfiguration {
      snapshot.configuration.flatMap(RouterConfiguration.init(configMap:))
        ?? RouterConfiguration()
    }

    func service(_ name: String) -> Value? {
      snapshot.kubernetesServices.first { $0.name == name }
    }

    func attributes(_ kind: String) -> [String] {
      configuration.all(kind).map { entity in
        ["name", "host", "port", "address"].compactMap { entity.attributes[$0]?.scalarText }
          .joined(separator: " ")
      }
    }
  }

  private var database: ServiceDefinition {
    var definition = ServiceDefinition(address: "database", ports: [5432])
    definition.targets = [
      .init(name: "patient-portal-database", selector: "app=db", ports: [5432: 5432])
    ]
    return definition
  }

  @Test func a_new_site_needs_nothing() {
    var world = World(Lab.publicSite())
    #expect(world.settle() == [])
    #expect(world.snapshot.kubernetesServices.isEmpty)
  }

  @Test func a_link_becomes_a_connector_to_the_port_for_the_mode() {
    var world = World(Lab.privateSite())
    world.snapshot.secrets = [Lab.link()]
    #expect(world.settle() == [])
    #expect(world.attributes("connector") == ["link1 skupper-edge-public.apps.test 443"])
    let profile = world.configuration.entity("sslProfile", "link1-profile")?.attributes
    #expect(profile?["caCertFile"] == "/etc/skupper-router-certs/link1/ca.crt")
    world.snapshot.secrets = []
    _ = world.settle()
    #expect(world.attributes("connector").isEmpty)
    #expect(world.configuration.entity("sslProfile", "link1-profile") == nil)
    #expect(world.configuration.entity("sslProfile", "skupper-amqps") != nil)
  }

  @Test func a_claim_is_redeemed_until_it_is_refused() {
    var world = World(Lab.privateSite())
    world.snapshot.secrets = [Lab.link(claim: true)]
    #expect(world.settle() == [.redeem(Lab.link(claim: true))])
    #expect(world.attributes("connector").isEmpty)
    world.snapshot.secrets = [Lab.link(claim: true, reason: "no", refused: true)]
    #expect(world.settle() == [])
  }

  @Test func the_router_s_reason_is_kept_at_the_link_and_goes_when_it_is_up() {
    var world = World(Lab.privateSite())
    world.snapshot.secrets = [Lab.link()]
    world.snapshot.router = Lab.privateRouter(state: "failed", reason: "no client certificate")
    _ = world.settle()
    #expect(world.snapshot.secrets[0].annotations[Annotation.status] == "no client certificate")
    world.snapshot.router = Lab.privateRouter()
    _ = world.settle()
    #expect(world.snapshot.secrets[0].annotations[Annotation.status] == nil)
  }

  @Test func a_service_gets_a_listener_a_service_and_a_connector_for_each_ready_pod() {
    var world = World(Lab.privateSite())
    world.define(database)
    world.snapshot.pods = [
      Lab.pod("db-1", labels: ["app": "db"], address: "127.2.128.5"),
      Lab.pod("db-2", labels: ["app": "db"], address: "127.2.128.6", isReady: false),
      Lab.pod("other", labels: ["app": "x"], address: "127.2.128.7"),
    ]
    _ = world.settle()
    #expect(
      world.attributes("tcpListener") == ["database:5432 0.0.0.0 1024 database:5432"])
    #expect(
      world.attributes("tcpConnector") == [
        "database.patient-portal-database@127.2.128.5:5432 127.2.128.5 5432 database:5432"
      ])
    let service = world.service("database")
    #expect(service?.annotations[Annotation.controlled] == "true")
    #expect(
      service?["spec", "selector"]
        == ["application": "skupper-router", "skupper.io/component": "router"])
    #expect(
      service?["spec", "ports"]
        == [["name": "port5432", "port": 5432, "protocol": "TCP", "targetPort": 1024]])
  }

  @Test func ports_of_the_router_stay_and_freed_ones_are_used_again() {
    var world = World(Lab.privateSite())
    let web = ServiceDefinition(address: "web", transport: .http, ports: [80, 443])
    world.define(database, web)
    _ = world.settle()
    #expect(
      world.attributes("httpListener") == [
        "web:80 0.0.0.0 1025 web:80", "web:443 0.0.0.0 1026 web:443",
      ])
    #expect(
      world.configuration.all("httpListener").first?.attributes["protocolVersion"] == "HTTP1")
    world.define(web)
    _ = world.settle()
    world.define(web, ServiceDefinition(address: "new", ports: [1]))
    _ = world.settle()
    #expect(world.attributes("tcpListener") == ["new:1 0.0.0.0 1024 new:1"])
    #expect(world.attributes("httpListener").first == "web:80 0.0.0.0 1025 web:80")
    #expect(world.service("database") == nil)
  }

  @Test func a_service_of_that_name_is_taken_over_and_given_back() throws {
    let original: Value = [
      "kind": "Service", "metadata": ["name": "payment-processor"],
      "spec": [
        "selector": ["deployment": "patient-portal-payment-processor"],
        "ports": [["port": 8080, "protocol": "TCP", "targetPort": 8080]],
      ],
    ]
    var world = World(Lab.privateSite())
    world.snapshot.kubernetesServices = [original]
    world.define(
      ServiceDefinition(address: "payment-processor", transport: .http, ports: [8080]))
    _ = world.settle()
    let taken = try #require(world.service("payment-processor"))
    #expect(
      taken.annotations[Annotation.originalSelector]
        == "deployment=patient-portal-payment-processor")
    #expect(taken.annotations[Annotation.originalTargetPort] == "8080:8080")
    #expect(taken.annotations[Annotation.originalAssignedPort] == "8080:1024")
    #expect(taken["spec", "selector", "application"] == "skupper-router")
    #expect(taken["spec", "ports"]?[0]?["targetPort"] == 1024)
    world.define()
    _ = world.settle()
    #expect(world.service("payment-processor") == original)
  }

  @Test func what_was_taken_over_is_given_back_when_the_site_goes() {
    var world = World(Lab.privateSite())
    world.snapshot.kubernetesServices = [
      [
        "kind": "Service", "metadata": ["name": "database"],
        "spec": ["selector": ["a": "b"], "ports": [["port": 5432, "targetPort": "pg"]]],
      ]
    ]
    let before = world.snapshot.kubernetesServices
    world.define(database)
    _ = world.settle()
    #expect(world.snapshot.kubernetesServices != before)
    world.snapshot.site = nil
    _ = world.settle()
    #expect(world.snapshot.kubernetesServices == before)
  }

  @Test func services_of_other_sites_arrive_with_their_origin_and_leave_with_it() {
    var world = World(Lab.privateSite())
    world.snapshot.router = Lab.privateRouter(publicServices: [database])
    _ = world.settle()
    var kept = ServiceDefinition.all(in: world.snapshot.services)
    #expect(kept["database"]?.origin == Lab.publicID)
    #expect(kept["database"]?.targets == [])
    #expect(world.service("database") != nil)
    #expect(world.attributes("tcpConnector").isEmpty)
    world.snapshot.router = Lab.privateRouter(state: "failed")
    _ = world.settle()
    kept = ServiceDefinition.all(in: world.snapshot.services)
    #expect(kept["database"] != nil, "a site that is not heard keeps its services")
    world.snapshot.router = Lab.privateRouter()
    _ = world.settle()
    #expect(ServiceDefinition.all(in: world.snapshot.services).isEmpty)
    #expect(world.service("database") == nil)
  }

  @Test func a_site_tells_only_what_it_defines_with_the_pods_that_serve() throws {
    var world = World(Lab.privateSite())
    var copy = ServiceDefinition(address: "far", ports: [1])
    copy.origin = Lab.publicID
    world.define(database, copy)
    world.snapshot.pods = [Lab.pod("db-1", labels: ["app": "db"], address: "127.2.128.5")]
    _ = world.settle()
    let text = world.configuration.all("site").first?.attributes["services"]?.string ?? ""
    #expect(
      text
        == #"[{"address":"database","protocol":"tcp","ports":[5432],"targets":[{"name":"db-1"}]}]"#)
  }

  @Test func annotated_deployments_are_exposed_while_they_are_annotated() {
    var world = World(Lab.privateSite())
    var web = Lab.deployment("web", labels: ["app": "web"], ports: [8080])
    web.setAnnotation(Annotation.proxy, "tcp")
    web.setAnnotation(Annotation.address, "shop")
    web.setAnnotation(Annotation.port, "80:8080")
    world.snapshot.deployments = [web]
    _ = world.settle()
    let shop = ServiceDefinition.all(in: world.snapshot.services)["shop"]
    #expect(shop?.origin == "annotation")
    #expect(shop?.ports == [80])
    #expect(shop?.targets == [.init(name: "web", selector: "app=web", ports: [80: 8080])])
    world.snapshot.deployments = []
    _ = world.settle()
    #expect(world.service("shop") == nil)
  }

  @Test func a_silent_origin_is_dropped_after_the_time_to_live() {
    var definition = database
    definition.origin = "gone"
    let local = ["database": definition]
    func kept(silent: Int, ttl: Int) -> Int {
      ServiceSynchronisation.merge(
        local: local, site: "own", heard: [], silentSeconds: ["gone": silent], ttl: ttl
      ).count
    }
    #expect(kept(silent: 1_000_000, ttl: 0) == 1)
    #expect(kept(silent: 59, ttl: 60) == 1)
    #expect(kept(silent: 60, ttl: 60) == 0)
  }

  @Test func a_definition_passes_to_another_origin_that_still_tells_it() {
    var local = database
    local.origin = "a"
    let merged = ServiceSynchronisation.merge(
      local: ["database": local], site: "own",
      heard: [
        .init(id: "a", name: "a", namespace: "a"),
        .init(id: "b", name: "b", namespace: "b", services: [database]),
      ])
    #expect(merged["database"]?.origin == "b")
    let own = ServiceSynchronisation.merge(
      local: ["database": database], site: "own",
      heard: [.init(id: "b", name: "b", namespace: "b", services: [database])])
    #expect(own["database"] == database)
  }
}
