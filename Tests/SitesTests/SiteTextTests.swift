import Documents
import Kubernetes
import Testing

@testable import Sites

@Suite struct SiteTextTests {
  private static let service: Value = [
    "metadata": ["name": "data-base", "namespace": "lab"],
    "spec": ["clusterIP": "127.7.1.1", "ports": [["name": "sql", "port": 5432]]],
  ]

  private func sources(_ objects: [String: Value] = [:]) -> ContainerEnvironment.Sources {
    ContainerEnvironment.Sources(
      pod: [
        "metadata": ["name": "web-1", "namespace": "lab", "labels": ["app": "web"]],
        "spec": [:],
      ], address: "127.7.128.1", services: [Self.service],
      image: ImageDescription(
        repository: "web", command: ["web"], environment: ["MODE": "image", "HOME": "/srv"]),
      nodeName: "node-1", nodeAddress: "127.7.0.1", apiPort: 6443,
      find: { type, name in objects["\(type.singular)/\(name)"] })
  }

  @Test func a_container_knows_the_services_of_its_namespace() throws {
    let variables = try ContainerEnvironment.make(for: [:], sources())
    #expect(variables["DATA_BASE_SERVICE_HOST"] == "127.7.1.1")
    #expect(variables["DATA_BASE_SERVICE_PORT"] == "5432")
    #expect(variables["DATA_BASE_SERVICE_PORT_SQL"] == "5432")
    #expect(variables["DATA_BASE_PORT"] == "tcp://127.7.1.1:5432")
    #expect(variables["DATA_BASE_PORT_5432_TCP_ADDR"] == "127.7.1.1")
    #expect(variables["KUBERNETES_SERVICE_HOST"] == "127.7.0.1")
    #expect(variables["HOSTNAME"] == "web-1")
    #expect(variables["HOME"] == "/srv")
  }

  @Test func what_the_pod_says_wins_and_refers_to_what_stands_before() throws {
    let container: Value = [
      "env": [
        ["name": "MODE", "value": "pod"],
        ["name": "DATA_BASE_SERVICE_HOST", "value": "database"],
        ["name": "URL", "value": "$(MODE)://$(DATA_BASE_SERVICE_HOST)/$$(MODE)/$(NOTHING)"],
        ["name": "OWN", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]],
        ["name": "APP", "valueFrom": ["fieldRef": ["fieldPath": "metadata.labels['app']"]]],
      ]
    ]
    let variables = try ContainerEnvironment.make(for: container, sources())
    #expect(variables["URL"] == "pod://database/$(MODE)/$(NOTHING)")
    #expect(variables["OWN"] == "127.7.128.1")
    #expect(variables["APP"] == "web")
  }

  @Test func values_come_from_secrets_and_a_missing_one_is_named() throws {
    let secret: Value = ["kind": "Secret", "data": ["word": "b3Blbg=="]]
    let container: Value = [
      "env": [["name": "WORD", "valueFrom": ["secretKeyRef": ["name": "key", "key": "word"]]]],
      "envFrom": [["prefix": "K_", "secretRef": ["name": "key"]]],
    ]
    let variables = try ContainerEnvironment.make(for: container, sources(["secret/key": secret]))
    #expect(variables["WORD"] == "open")
    #expect(variables["K_word"] == "open")
    let error = #expect(throws: SiteError.self) {
      try ContainerEnvironment.make(for: container, sources())
    }
    #expect(error?.description == "secret \"key\" not found")
  }

  @Test func names_are_short_only_within_their_namespace() {
    let entries = [HostsFiles.Entry(address: "127.7.1.1", name: "db", namespace: "lab")]
    #expect(
      HostsFiles.text(entries, seenFrom: "lab")
        == "127.7.1.1 db db.lab db.lab.svc db.lab.svc.cluster.local\n")
    #expect(
      HostsFiles.text(entries, seenFrom: "other")
        == "127.7.1.1 db.lab db.lab.svc db.lab.svc.cluster.local\n")
  }

  @Test func a_part_of_a_log_is_as_it_was_asked_for() {
    let log = Array(
      """
      2026-11-21T09:00:00.000000001Z one
      2026-11-21T09:00:05.000000001Z two
      2026-11-21T09:00:09.000000001Z three

      """.utf8)
    func part(
      tail: Int? = nil, since: String? = nil, limit: Int? = nil, timestamps: Bool = false
    ) -> String {
      String(
        decoding: LogText.select(
          log, tail: tail, since: since, limit: limit, timestamps: timestamps), as: UTF8.self)
    }
    #expect(part() == "one\ntwo\nthree\n")
    #expect(part(tail: 1) == "three\n")
    #expect(part(tail: 0) == "")
    #expect(part(since: "2026-11-21T09:00:05Z") == "two\nthree\n")
    #expect(part(limit: 5) == "one\nt")
    #expect(part(tail: 1, timestamps: true) == "2026-11-21T09:00:09.000000001Z three\n")
  }

  @Test(arguments: [
    ("apps-crc.testing", "api.crc.testing", false), ("apps.lab.example", "api.lab.example", true),
    ("routes.example", "api.routes.example", true),
  ])
  func the_api_has_the_host_that_belongs_to_the_domain(
    domain: String, host: String, hasLoadBalancer: Bool
  ) {
    let configuration = SiteConfiguration(
      name: "east", session: "s", block: 7, domain: domain, dns: "/tmp")
    #expect(configuration.apiHost == host)
    #expect(configuration.hasLoadBalancer == hasLoadBalancer)
  }

  @Test func a_cluster_has_as_many_projects_from_the_start_as_a_real_one() throws {
    let configuration = SiteConfiguration(
      name: "here", session: "s", block: 7, domain: "apps-crc.testing", dns: "/tmp")
    let names = SystemProjects.names(for: configuration)
    #expect(Set(names).count == names.count)
    // Beside default, openshift, openshift-ingress and three of Kubernetes.
    #expect(names.count == 60)
    #expect(names.contains("openshift-kube-apiserver-operator"))
  }

  @Test func a_configuration_reads_what_it_wrote() throws {
    var configuration = SiteConfiguration(
      name: "east", session: "s", block: 7, namespace: "lab", isOpenShift: false,
      domain: "apps.example.test", profiles: ["skupper": "1.3"],
      images: [ImageDescription(repository: "web", command: ["web"])], dns: "/tmp/dns")
    #expect(try SiteConfiguration(document: configuration.document) == configuration)
    configuration.loadBalancerDelay = nil
    configuration.hasAllProjects = true
    configuration.makesNamespace = false
    #expect(try SiteConfiguration(document: configuration.document) == configuration)
    #expect(throws: SiteError.self) { try SiteConfiguration(document: ["name": "east"]) }
  }
}
