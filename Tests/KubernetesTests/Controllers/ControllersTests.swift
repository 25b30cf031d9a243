import Documents
import Kubernetes
import Testing

@Suite struct ControllersTests {
  static let now = Timestamp(seconds: 1_700_000_000)

  static let service: Value = [
    "apiVersion": "v1", "kind": "Service", "metadata": ["name": "web", "namespace": "lab"],
    "spec": [
      "selector": ["app": "web"], "clusterIP": "127.7.1.1",
      "ports": [["port": 80, "protocol": "TCP", "targetPort": 8080]],
    ],
  ]

  @Test func a_lost_pod_is_replaced() throws {
    var cluster = TestCluster(TestCluster.deployment())
    let first = try #require(cluster.snapshot.all(.pods).first)
    cluster.delete(.pods, first.name)
    let pods = cluster.snapshot.all(.pods)
    #expect(pods.count == 1)
    #expect(pods.first?.name != first.name)
    #expect(
      pods.first?["metadata", "generateName"]?.string == first["metadata", "generateName"]?.string)
  }

  @Test func pods_that_serve_least_are_the_first_to_go() {
    var cluster = TestCluster(TestCluster.deployment(replicas: 3))
    cluster.makePodsReady()
    let names = cluster.snapshot.all(.pods).map(\.name)
    cluster.change(.pods, names[1]) { $0.setCondition(Condition("Ready", false), now: Self.now) }
    cluster.change(.deployments, "web") { $0["spec", "replicas"] = 2 }
    #expect(cluster.snapshot.all(.pods).map(\.name) == [names[0], names[2]])
  }

  @Test func endpoints_hold_ready_pods_apart_from_others() throws {
    var cluster = TestCluster(TestCluster.deployment(replicas: 2), Self.service)
    #expect(cluster.snapshot.object(.endpoints, "lab", "web")?["subsets"] == [])
    cluster.makePodsReady()
    let last = try #require(cluster.snapshot.all(.pods).last)
    cluster.change(.pods, last.name) { $0.setCondition(Condition("Ready", false), now: Self.now) }
    let subset = try #require(cluster.snapshot.object(.endpoints, "lab", "web")?["subsets"]?[0])
    #expect(subset["addresses"]?[0]?["ip"] == "127.7.128.1")
    #expect(subset["notReadyAddresses"]?[0]?["targetRef", "name"]?.string == last.name)
    #expect(subset["ports"] == [["port": 8080, "protocol": "TCP"]])
    cluster.delete(.services, "web")
    #expect(cluster.snapshot.object(.endpoints, "lab", "web") == nil)
  }

  @Test func a_named_target_port_is_looked_up_in_the_pod() {
    let pod: Value = [
      "spec": ["containers": [["ports": [["name": "http", "containerPort": 9000]]]]]
    ]
    #expect(EndpointsController.number(of: ["port": 80, "targetPort": "http"], in: pod) == 9000)
    #expect(EndpointsController.number(of: ["port": 80, "targetPort": "none"], in: pod) == nil)
    #expect(EndpointsController.number(of: ["port": 80], in: pod) == 80)
  }

  @Test func a_namespace_has_its_accounts_and_certificates_from_the_start() {
    let cluster = TestCluster()
    #expect(cluster.snapshot.object(.namespaces, nil, "lab")?["status", "phase"] == "Active")
    #expect(
      cluster.snapshot.all(.serviceAccounts, in: "lab").map(\.name)
        == ["builder", "default", "deployer"])
    #expect(
      cluster.snapshot.object(.configMaps, "lab", "kube-root-ca.crt")?["data", "ca.crt"] == "PEM")
  }

  @Test func a_namespace_that_goes_takes_everything_with_it() {
    var cluster = TestCluster(TestCluster.deployment(), Self.service)
    cluster.change(.namespaces, "lab") {
      $0["metadata", "deletionTimestamp"] = Value(Self.now.text)
    }
    #expect(cluster.snapshot.everything.map { $0["kind"]?.string } == ["Node"])
  }

  @Test func what_loses_its_owner_goes() {
    var cluster = TestCluster([
      "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "site", "namespace": "lab"],
    ])
    var secret: Value = [
      "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "key", "namespace": "lab"],
    ]
    if let owner = cluster.snapshot.object(.configMaps, "lab", "site") {
      secret.addOwner(OwnerReference(to: owner, isController: false))
    }
    cluster.store(secret)
    cluster.settle()
    #expect(cluster.snapshot.object(.secrets, "lab", "key") != nil)
    cluster.delete(.configMaps, "site")
    #expect(cluster.snapshot.object(.secrets, "lab", "key") == nil)
  }

  @Test func routes_get_a_host_and_the_older_of_two_keeps_it() {
    var cluster = TestCluster()
    func route(_ name: String, host: String?) -> Value {
      var route: Value = [
        "apiVersion": "route.openshift.io/v1", "kind": "Route",
        "metadata": ["name": Value(name), "namespace": "lab"],
        "spec": ["to": ["kind": "Service", "name": "web"]],
      ]
      route["spec", "host"] = host.map { Value($0) }
      return route
    }
    cluster.store(route("web", host: nil))
    cluster.settle()
    cluster.now = cluster.now + 5
    cluster.store(route("other", host: "web-lab.apps.example.test"))
    cluster.settle()
    let first = cluster.snapshot.object(.routes, "lab", "web")
    #expect(first?["spec", "host"] == "web-lab.apps.example.test")
    #expect(first.map(RouteController.isAdmitted) == true)
    #expect(
      cluster.snapshot.object(.routes, "lab", "other").map(RouteController.isAdmitted) == false)
  }

  @Test func a_load_balancer_gets_an_address_beside_the_node_unless_the_site_has_none() {
    var service = Self.service
    service["spec", "type"] = "LoadBalancer"
    let cluster = TestCluster(service)
    #expect(
      cluster.snapshot.object(.services, "lab", "web").flatMap(ServiceController.outsideAddress)
        == "127.7.0.2")
    var slow = TestCluster()
    slow.facts.loadBalancerDelay = 3
    slow.store(service)
    slow.settle()
    #expect(
      slow.snapshot.object(.services, "lab", "web").flatMap(ServiceController.outsideAddress)
        == nil)
    #expect(ServiceController.isWaiting(slow.snapshot, facts: slow.facts))
    slow.now = slow.now + 3
    slow.settle()
    #expect(
      slow.snapshot.object(.services, "lab", "web").flatMap(ServiceController.outsideAddress)
        == "127.7.0.2")
    #expect(!ServiceController.isWaiting(slow.snapshot, facts: slow.facts))
    var without = TestCluster()
    without.facts.hasLoadBalancer = false
    without.store(service)
    without.settle()
    #expect(
      without.snapshot.object(.services, "lab", "web").flatMap(ServiceController.outsideAddress)
        == nil)
  }

  @Test func pods_wait_for_a_node_that_takes_them() throws {
    var cluster = TestCluster()
    cluster.change(.nodes, "node-1") { $0["spec", "unschedulable"] = true }
    cluster.store([
      "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "one", "namespace": "lab"],
      "spec": ["containers": []],
    ])
    cluster.settle()
    let waiting = try #require(cluster.snapshot.object(.pods, "lab", "one"))
    #expect(waiting["spec", "nodeName"] == nil)
    #expect(waiting.condition("PodScheduled")?["reason"] == "Unschedulable")
    cluster.change(.nodes, "node-1") { $0["spec", "unschedulable"] = nil }
    #expect(cluster.snapshot.object(.pods, "lab", "one")?["spec", "nodeName"] == "node-1")
    #expect(cluster.events.last == "Scheduled: Successfully assigned lab/one to node-1")
  }

  @Test func repeated_events_are_counted_in_one() {
    let pod: Value = [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": "one", "namespace": "lab", "uid": "u1"],
    ]
    let record = EventRecord("BackOff", "wait", kind: .warning, component: "kubelet", about: pod)
    let now = Timestamp(seconds: 1_700_000_000)
    let event = record.document(now: now, stamp: 0xAB, host: "node-1")
    #expect(event.name == "one.00000000000000ab")
    #expect(record.isSame(as: event))
    let again = EventRecord.repeated(event, now: now + 10)
    #expect(again["count"] == 2)
    #expect(again["lastTimestamp"]?.string == (now + 10).text)
    #expect(again["firstTimestamp"]?.string == now.text)
  }
}
