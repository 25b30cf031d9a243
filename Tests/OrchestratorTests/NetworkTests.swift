import Documents
import Kubernetes
import Skupper
import Testing

@testable import Orchestrator

@Suite struct NetworkTests {
  private func network(
    extensions: Bool = true, balancer: Bool = true, exposing: [String] = ["backend"]
  ) -> TestNetwork {
    var world = TestNetwork(extensions: extensions, balancer: balancer)
    world.makeNetwork("retail")
    world.deploy(
      "shop", "server", on: ["cluster-hub"], network: "retail", exposing: exposing)
    world.deploy("till", "client", on: ["cluster-spoke"], network: "retail")
    return world
  }

  @Test func names_are_the_same_everywhere() {
    #expect(OrchestratorName.hash("cluster-hub", "cluster-spoke") == "5b66c476c4")
    #expect(
      OrchestratorName.link(hub: "cluster-hub", spoke: "cluster-spoke") == "cluster-hub-5b66c476c4")
    #expect(
      OrchestratorName.link(hub: "cluster-spoke", spoke: "cluster-hub")
        == "cluster-spoke-5b66c476c4")
  }

  @Test func a_server_and_a_client_are_joined_through_the_hub() throws {
    var world = network()
    world.pass(20)
    #expect(world.notes == [])
    let link = "cluster-hub-5b66c476c4"
    #expect(world.phase(Kinds.links, link) == "Linked")
    #expect(world.phases["Link/\(link)"] == ["Pending", "Linking", "Linked"])
    #expect(
      world.phases["Cluster/cluster-hub"] == [
        "Pending", "Configuring", "Running", "Configuring", "Running",
      ], "the first service sends the hub back to be made again with an entrance")
    #expect(
      world.phases["Cluster/cluster-spoke"] == ["Pending", "Configuring", "Running"])
    let hub = try #require(world.own.object(Kinds.clusters, nil, "cluster-hub"))
    #expect(hub["status", "ingress"] == "LoadBalancer")
    let service = OrchestratorName.service(
      cluster: "cluster-hub", namespace: "demo", name: "my-backend")
    let phases = world.phases["Service/\(service)"] ?? []
    #expect(phases.prefix(2) == ["Pending", "Exposing"] && phases.last == "Exposed", "\(phases)")
    func role(_ cluster: String) -> Value? {
      world.own.object(Kinds.networkClusters, nil, "retail-\(cluster)")?["status", "role"]
    }
    #expect(role("cluster-hub") == "Hub")
    #expect(role("cluster-spoke") == "Unknown", "a cluster that never offered anything is neither")
    let services = world.edges["cluster-hub"]?.snapshot.object(
      .configMaps, "interconnect", ObjectName.services)
    let definition = try #require(ServiceDefinition.all(in: services)["my-backend"])
    #expect(definition.ports == [8080] && definition.targets.first?.namespace == "demo")
  }

  @Test func an_object_is_shown_in_the_columns_of_its_definition() throws {
    var world = network()
    world.pass(20)
    func row(_ type: ResourceType) throws -> [String] {
      let served = try #require(
        world.own.types.with(apiVersion: type.apiVersion, kind: type.kind))
      let table = Table(of: world.own.all(type), type: served, now: world.now)
      return try #require(table.rows.first).cells.map { $0.string ?? "" }
    }
    #expect(
      try row(Kinds.clusters) == [
        "cluster-hub", "orch-app", "cluster-hub", "Running", "LoadBalancer",
      ])
    #expect(
      try row(Kinds.links)
        == ["cluster-hub-5b66c476c4", "cluster-hub", "cluster-spoke", "Linked"])
    #expect(
      try Array(row(Kinds.services).dropFirst()) == [
        "cluster-hub", "demo", "my-backend", "Exposed",
      ])
  }

  @Test func everything_is_told_under_the_names_of_earlier_releases_as_well() throws {
    var world = network()
    world.pass(20)
    for type in Kinds.interconnect {
      let twins = world.own.all(Kinds.twin(type))
      #expect(twins.map(\.name) == world.own.all(type).map(\.name) && !twins.isEmpty)
      #expect(twins.map { $0["status"] } == world.own.all(type).map { $0["status"] })
    }
    #expect(Kinds.twin(Kinds.links).group == "interconnect.app.edge-orchestrator.intel.com")
  }

  @Test func without_a_load_balancer_the_hub_has_no_address_and_the_link_waits() {
    var world = network(balancer: false)
    world.pass(30)
    #expect(world.phase(Kinds.clusters, "cluster-hub") == "Configuring")
    #expect(world.phase(Kinds.links, "cluster-hub-5b66c476c4") == "Linking")
    world.deploy(
      "addresses", "loadbalancer", on: ["cluster-hub"],
      values: ["ipAddressRange": "127.1.0.4-127.1.0.5"])
    world.pass(10)
    #expect(world.phase(Kinds.links, "cluster-hub-5b66c476c4") == "Linked")
  }

  @Test func a_service_that_is_not_exposed_or_not_annotated_is_not_offered() {
    var hidden = network(exposing: [])
    hidden.pass(15)
    #expect(hidden.own.all(Kinds.services).isEmpty && hidden.own.all(Kinds.links).isEmpty)
    var plain = network()
    plain.pass(5)
    guard var service = plain.edges["cluster-hub"]?.snapshot.object(.services, "demo", "my-backend")
    else {
      Issue.record("the service was not deployed")
      return
    }
    service.setAnnotation(OrchestratorName.exposeService, "yes")
    plain.edges["cluster-hub"]?.snapshot.set(service)
    plain.pass(15)
    #expect(plain.own.all(Kinds.services).isEmpty)
  }

  @Test func a_port_that_is_no_number_leaves_the_service_out_and_the_log_says_why() {
    var world = network()
    world.pass(3)
    guard var service = world.edges["cluster-hub"]?.snapshot.object(.services, "demo", "my-backend")
    else {
      Issue.record("the service was not deployed")
      return
    }
    service.setAnnotation(OrchestratorName.exposePort, "http")
    world.edges["cluster-hub"]?.snapshot.set(service)
    world.pass(10)
    #expect(world.own.all(Kinds.services).isEmpty)
    #expect(world.notes.contains { $0.contains("my-backend") && $0.contains("no number") })
  }

  @Test func a_client_that_chose_no_network_takes_no_part() {
    var world = TestNetwork()
    world.makeNetwork("retail")
    world.deploy("shop", "server", on: ["cluster-hub"], network: "retail", exposing: ["backend"])
    world.deploy("till", "client", on: ["cluster-spoke"])
    world.pass(15)
    #expect(world.own.all(Kinds.clusters).map(\.name) == ["cluster-hub"])
    #expect(world.own.all(Kinds.links).isEmpty)
  }

  @Test func without_the_extension_a_cluster_waits_for_its_namespace() {
    var world = network(extensions: false)
    world.pass(10)
    #expect(world.phase(Kinds.clusters, "cluster-spoke") == "Configuring")
    #expect(world.notes.contains { $0.contains("deploy the skupper extension") })
  }

  @Test func what_is_deleted_is_undone_in_order() throws {
    var world = network()
    world.pass(20)
    world.delete(Kinds.deployments, "shop")
    world.pass(15)
    #expect(world.own.object(Kinds.deployments, nil, "shop") == nil)
    #expect(world.own.all(Kinds.services).isEmpty && world.own.all(Kinds.links).isEmpty)
    #expect(world.phases["Link/cluster-hub-5b66c476c4"]?.last == "Unlinking")
    #expect(world.own.object(Kinds.clusters, nil, "cluster-hub") == nil)
    let edge = try #require(world.edges["cluster-hub"])
    #expect(edge.snapshot.object(.configMaps, "interconnect", ObjectName.site) == nil)
    #expect(edge.snapshot.object(.services, "demo", "my-backend") == nil)
    world.delete(Kinds.deployments, "till")
    world.pass(10)
    #expect(world.own.all(Kinds.clusters).isEmpty && world.own.all(Kinds.networkClusters).isEmpty)
  }

  @Test(arguments: [
    ("nothing", [:], nil as String?, "there is no package nothing in the catalogue"),
    ("loadbalancer", [:], nil, "needs a value for ipAddressRange"),
    (
      "loadbalancer", ["ipAddressRange": "10.1.0.30-10.1.0.79"], nil,
      "choose from 127.1.0.2-127.1.0.9"
    ),
    ("skupper", [:], "retail", "is an extension and must not take part in a network"),
    ("server", [:], "wholesale", "there is no network wholesale"),
    ("server", ["colour": "red"], nil, "has no parameter colour; it takes none"),
  ]) func a_deployment_that_cannot_be_says_why(
    _ package: String, _ values: [String: String], _ network: String?, _ sentence: String
  ) {
    var world = TestNetwork(extensions: false, balancer: false)
    world.makeNetwork("retail")
    world.deploy("odd", package, on: ["cluster-hub"], network: network, values: values)
    world.pass(2)
    let status = world.own.object(Kinds.deployments, nil, "odd")?["status"]
    #expect(status?["state"] == "Error")
    #expect(status?["message"]?.string?.contains(sentence) == true, "\(status ?? .null)")
  }
}
