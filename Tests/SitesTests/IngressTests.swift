import Documents
import Kubernetes
import KubernetesClient
import Platform
import Sites
import TLS
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct IngressTests {
  private func route(_ name: String, tls: Value?) -> Value {
    var route: Value = [
      "metadata": ["name": Value(name)],
      "spec": ["to": ["kind": "Service", "name": "web", "weight": 100]],
    ]
    route["spec", "tls"] = tls
    return route
  }

  /// The code and the text that curl sees, as `CODE TEXT`.
  private func ask(_ bench: SiteBench, _ url: String) async throws -> String {
    try Files.write("\(bench.directory)/ca.crt", text: bench.site.authority.certificate)
    return try await bench.onHost(
      "curl", "-s", "--cacert", "\(bench.directory)/ca.crt", "-w", " %{http_code} %{redirect_url}",
      url)
  }

  @Test func routes_lead_to_ready_pods_by_their_host() async throws {
    try await SiteBench.run { bench in
      try await bench.create(
        .routes,
        route("safe", tls: ["termination": "edge", "insecureEdgeTerminationPolicy": "Redirect"]))
      try await bench.create(.routes, route("plain", tls: nil))
      try await eventually("a route without pods is not available") {
        let answer = try await ask(bench, "https://safe-lab.apps.example.test/")
        return (
          answer.hasSuffix(" 503 ") && answer.contains("Application is not available"), answer
        )
      }
      try await bench.deploy("web", image: "lab/web")
      try await bench.expose("web", port: 8080)
      let pod = try await bench.pod("web", is: "Ready")
      let node = bench.configuration.nodeAddress
      try await eventually("the routes answer") {
        let answers = try await [
          ask(bench, "https://safe-lab.apps.example.test/"),
          ask(bench, "http://plain-lab.apps.example.test/"),
        ]
        return (
          answers == Array(repeating: "\(pod.name) saw \(node)\n 200 ", count: 2), "\(answers)"
        )
      }
      let redirect = try await ask(bench, "http://safe-lab.apps.example.test/a?b=c")
      #expect(
        redirect.hasSuffix("/a?b=c") && redirect.contains(" 302 https://safe-lab.apps.example.test")
      )
      #expect(try await ask(bench, "https://plain-lab.apps.example.test/").hasSuffix(" 503 "))
    }
  }

  @Test func load_balancers_and_node_ports_answer_from_outside() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("web", image: "lab/web")
      try await bench.create(
        .services,
        [
          "metadata": ["name": "web"],
          "spec": [
            "type": "LoadBalancer", "selector": ["app": "web"], "ports": [["port": 8080]],
          ],
        ])
      try await bench.pod("web", is: "Ready")
      try await eventually("both answer") {
        let service = try await bench.find(.services, "web")
        let outside = service?["status", "loadBalancer", "ingress"]?[0]?["ip"]?.string ?? ""
        let port = service?["spec", "ports"]?[0]?["nodePort"]?.integer ?? 0
        let addresses = [
          "http://\(outside):8080/", "http://\(bench.configuration.nodeAddress):\(port)/",
        ]
        var answers: [String] = []
        for address in addresses {
          answers.append(try await bench.onHost("curl", "-s", address))
        }
        return (answers.allSatisfy { $0.hasPrefix("web-") }, "\(answers)")
      }
    }
  }

  @Test func nothing_outside_the_site_reaches_a_services_own_address() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("web", image: "lab/web")
      try await bench.expose("web", port: 8080)
      try await bench.pod("web", is: "Ready")
      let address = try await bench.find(.services, "web")?["spec", "clusterIP"]?.string ?? ""
      try await eventually("the service answers inside") {
        let answer = try await bench.onHost("curl", "-s", "http://\(address):8080/")
        return (answer.hasPrefix("web-"), answer)
      }
      let outside = ProcessLaunch("curl", ["-s", "http://\(address):8080/"])
      #expect(try await output(of: outside).isEmpty)
    }
  }

  @Test func a_namespace_that_is_deleted_goes_with_its_pods_and_names() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("web", image: "lab/web", replicas: 2)
      try await bench.expose("web", port: 8080)
      try await bench.pod("web", is: "Ready")
      try await bench.delete(.namespaces, "lab")
      try await eventually("the namespace is gone") {
        let left = try await bench.find(.namespaces, "lab")
        return (left == nil, "\(left?["status", "phase"]?.string ?? "")")
      }
      #expect(ProcessTable.find(environment: "TRESTLE_SITE=\(bench.directory)").isEmpty)
      #expect(try await bench.onHost("getent", "hosts", "web").isEmpty)
      #expect(try Files.readText("\(bench.directory)/site.log").contains("come to rest") == false)
    }
  }
}
