import Documents
import Testing

@testable import Kubernetes

@Suite struct TableTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  @Test func a_running_pod() {
    let pod = pod(states: [["running": [:]], ["running": [:]]], restarts: 0)
    #expect(cells(pod, .pods) == ["web-1", "2/2", "Running", "0", "90s"])
  }

  @Test func a_pod_that_waits_shows_why() {
    let pod = pod(states: [["waiting": ["reason": "ImagePullBackOff"]]], restarts: 0)
    #expect(cells(pod, .pods) == ["web-1", "0/1", "ImagePullBackOff", "0", "90s"])
  }

  @Test func a_pod_that_was_restarted_shows_when() {
    var pod = pod(states: [["running": [:]]], restarts: 3)
    pod["status", "containerStatuses"] = [
      [
        "name": "c", "ready": true, "restartCount": 3, "state": ["running": [:]],
        "lastState": ["terminated": ["finishedAt": Value((now + -25).text)]],
      ]
    ]
    #expect(cells(pod, .pods) == ["web-1", "1/1", "Running", "3 (25s ago)", "90s"])
  }

  @Test func a_pod_that_ended_shows_how() {
    let failed = pod(states: [["terminated": ["exitCode": 3]]], restarts: 0)
    #expect(cells(failed, .pods)[2] == "ExitCode:3")
    let done = pod(states: [["terminated": ["exitCode": 0, "reason": "Completed"]]], restarts: 0)
    #expect(cells(done, .pods)[2] == "Completed")
  }

  @Test func a_pod_that_is_being_deleted_is_terminating() {
    var pod = pod(states: [["running": [:]]], restarts: 0)
    pod["metadata", "deletionTimestamp"] = Value(now.text)
    #expect(cells(pod, .pods)[2] == "Terminating")
  }

  @Test func a_deployment_in_a_wide_table() {
    var deployment = object("web")
    deployment["spec"] = [
      "replicas": 3, "selector": ["matchLabels": ["tier": "front", "app": "web"]],
      "template": [
        "spec": ["containers": [["name": "a", "image": "x"], ["name": "b", "image": "y"]]]
      ],
    ]
    deployment["status"] = ["readyReplicas": 1, "updatedReplicas": 2, "availableReplicas": 1]
    let table = Table(of: [deployment], type: .deployments, now: now)
    #expect(
      table.rows[0].cells
        == ["web", "1/3", "2", "1", "90s", "a,b", "x,y", "app=web,tier=front"])
    #expect(table.columns.map(\.isWide) == [false, false, false, false, false, true, true, true])
  }

  @Test func services_of_each_kind() {
    var service = object("web")
    service["spec"] = [
      "type": "ClusterIP", "clusterIP": "127.5.1.1", "clusterIPs": ["127.5.1.1"],
      "ports": [["port": 80, "protocol": "TCP"], ["port": 443]],
    ]
    #expect(
      cells(service, .services)
        == ["web", "ClusterIP", "127.5.1.1", "<none>", "80/TCP,443/TCP", "90s"])
    service["spec", "type"] = "LoadBalancer"
    service["spec", "ports"] = [["port": 8080, "nodePort": 30547, "protocol": "TCP"]]
    #expect(cells(service, .services)[3] == "<pending>")
    #expect(cells(service, .services)[4] == "8080:30547/TCP")
    service["status", "loadBalancer", "ingress"] = [["ip": "127.5.0.1"]]
    #expect(cells(service, .services)[3] == "127.5.0.1")
  }

  @Test func endpoints_show_three_addresses() {
    var endpoints = object("web")
    #expect(cells(endpoints, .endpoints)[1] == "<none>")
    endpoints["subsets"] = [
      [
        "addresses": [["ip": "1.1.1.1"], ["ip": "1.1.1.2"], ["ip": "1.1.1.3"], ["ip": "1.1.1.4"]],
        "ports": [["port": 80]],
      ]
    ]
    #expect(cells(endpoints, .endpoints)[1] == "1.1.1.1:80,1.1.1.2:80,1.1.1.3:80 + 1 more...")
  }

  @Test func a_route_is_pending_until_it_is_admitted() {
    var route = object("web")
    route["spec"] = [
      "host": "web-lab.apps.test", "to": ["name": "web", "weight": 100],
      "tls": ["termination": "edge", "insecureEdgeTerminationPolicy": "Redirect"],
      "wildcardPolicy": "None",
    ]
    #expect(
      cells(route, .routes)
        == ["web", "web-lab.apps.test", "", "web", "<all>", "edge/Redirect", "None"])
    route["status", "ingress"] = [["host": "web-lab.apps.test"]]
    #expect(cells(route, .routes)[1] == "Pending")
    route["status", "ingress"] = [
      ["host": "web-lab.apps.test", "conditions": [["type": "Admitted", "status": "True"]]]
    ]
    #expect(cells(route, .routes)[1] == "web-lab.apps.test")
  }

  @Test func an_event_ends_with_its_name_in_wide_tables() {
    var event = object("web.1")
    event["involvedObject"] = ["kind": "Pod", "name": "web-1"]
    event["type"] = "Normal"
    event["reason"] = "Started"
    event["message"] = "Started container web"
    event["lastTimestamp"] = Value((now + -30).text)
    let table = Table(of: [event], type: .events, now: now)
    #expect(table.columns.first?.name == "Last Seen" && table.columns.last?.name == "Name")
    #expect(
      cells(event, .events) == ["30s", "Normal", "Started", "pod/web-1", "Started container web"])
  }

  @Test func a_type_without_a_table_of_its_own_shows_name_and_age() {
    #expect(cells(object("x"), .selfSubjectReviews) == ["x", "90s"])
  }

  @Test func a_table_is_answered_as_a_document() {
    let table = Table(of: [object("x")], type: .configMaps, now: now)
    let document = table.document(metadata: ["resourceVersion": "7"])
    #expect(document["columnDefinitions"]?[0]?["format"] == "name")
    #expect(document["rows"]?[0]?["object"]?["kind"] == "PartialObjectMetadata")
    #expect(table.document(metadata: [:], include: .none)["rows"]?[0]?["object"] == nil)
    #expect(table.document(metadata: [:], withColumns: false)["columnDefinitions"] == .null)
  }

  private func cells(_ object: Value, _ type: ResourceType) -> [String] {
    let table = Table(of: [object], type: type, now: now)
    return zip(table.columns, table.rows[0].cells).filter { !$0.0.isWide }
      .compactMap { $0.1.scalarText }
  }

  private func object(_ name: String) -> Value {
    ["metadata": ["name": Value(name), "creationTimestamp": Value((now + -90).text)]]
  }

  private func pod(states: [Value], restarts: Int) -> Value {
    var pod = object("web-1")
    pod["spec", "containers"] = .array(states.map { _ in ["name": "c"] })
    pod["status", "phase"] = "Running"
    pod["status", "containerStatuses"] = .array(
      states.map { state in
        [
          "name": "c", "ready": .bool(state["running"] != nil), "state": state,
          "restartCount": .integer(restarts),
        ]
      })
    return pod
  }
}
