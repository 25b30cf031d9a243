import Documents
import Testing

@testable import Skupper

@Suite struct ExposureTests {
  private let database = Lab.deployment(
    "patient-portal-database", labels: ["deployment": "patient-portal-database"], ports: [5432])

  private func exposure(_ change: (inout Exposure) -> Void = { _ in }) -> Exposure {
    var exposure = Exposure(
      type: "deployment", name: "patient-portal-database", address: "database")
    change(&exposure)
    return exposure
  }

  private func refusal(
    _ exposure: Exposure, _ workload: Value? = nil, existing: ServiceDefinition? = nil
  ) -> String {
    do {
      _ = try exposure.definition(
        workload: workload ?? database, existing: existing, profile: .v1_3)
      return "accepted"
    } catch {
      return error.text
    }
  }

  @Test func a_deployment_is_exposed_by_the_labels_of_its_pods() throws {
    let exposure = exposure { $0.ports = [5432] }
    let definition = try exposure.definition(
      workload: database, existing: nil, profile: .v1_3)
    #expect(
      definition.document.json()
        == #"{"address":"database","protocol":"tcp","ports":[5432],"targets":[{"name":"#
        + #""patient-portal-database","selector":"deployment=patient-portal-database","#
        + #""targetPorts":{"5432":5432}}]}"#)
    #expect(ServiceDefinition(definition.document) == definition)
    #expect(exposure.done == "deployment patient-portal-database exposed as database\n")
  }

  @Test func the_port_is_found_in_the_first_container_or_is_80_for_http() throws {
    let found = try exposure().definition(workload: database, existing: nil, profile: .v1_3)
    #expect(found.ports == [5432])
    let bare = Lab.deployment("x", labels: ["app": "x"])
    let http = try exposure { $0.transport = .http }
      .definition(workload: bare, existing: nil, profile: .v1_3)
    #expect(http.ports == [80])
    #expect(
      refusal(exposure(), bare)
        == "Unable to create skupper service: Service port required and cannot be deduced.")
  }

  @Test func exposing_again_adds_a_target() throws {
    let first = try exposure().definition(workload: database, existing: nil, profile: .v1_3)
    let other = Lab.deployment("copy", labels: ["app": "copy"])
    let second = try Exposure(type: "deployment", name: "copy", address: "database")
      .definition(workload: other, existing: first, profile: .v1_3)
    #expect(second.targets.map(\.name) == ["patient-portal-database", "copy"])
    let again = try exposure().definition(workload: database, existing: second, profile: .v1_3)
    #expect(again.targets.count == 2)
  }

  @Test func a_copy_that_gets_a_target_becomes_the_site_s_own() throws {
    var copy = ServiceDefinition(address: "database", ports: [5432])
    copy.origin = "far"
    let own = try exposure().definition(workload: database, existing: copy, profile: .v1_3)
    #expect(own.origin == nil)
  }

  @Test func what_contradicts_is_refused() {
    var existing = ServiceDefinition(address: "database", transport: .http, ports: [80])
    #expect(
      refusal(exposure(), existing: existing)
        == "Invalid protocol tcp for service with mapping http")
    existing.transport = .tcp
    existing.enableTLS = true
    #expect(
      refusal(exposure(), existing: existing) == "Service already exposed with TLS support")
    #expect(
      refusal(exposure { $0.ports = [70000] })
        == "Unable to create skupper service: Port 70000 is outside valid range.")
    #expect(
      refusal(
        exposure {
          $0.ports = [80, 81]; $0.targetPorts = ["8080"]
        })
        == "Unable to create skupper service: service defines 2 ports but only 1 mapped "
        + "(all ports must be mapped)")
    #expect(
      refusal(exposure { $0.targetPorts = ["http"] })
        == "Unable to create skupper service: Bad target port number. "
        + "Target: patient-portal-database  Port: http")
    #expect(
      refusal(exposure { $0.address = "Data.base" }).hasPrefix(
        "Unable to create skupper service: Invalid service name: [a DNS-1035 label"))
    #expect(
      throws: SkupperError(
        "Unable to create skupper service: udp is not a valid mapping. "
          + "Choose 'tcp', 'http' or 'http2'.")
    ) { try ServiceRules.transport("udp", prefix: "Unable to create skupper service: ") }
  }

  @Test func the_last_target_takes_the_definition_with_it() throws {
    let definition = try exposure().definition(workload: database, existing: nil, profile: .v1_3)
    let all = ["database": definition]
    #expect(
      try ServiceDefinition.removing(
        target: "patient-portal-database", from: "database", in: all) == nil)
    #expect(
      throws: SkupperError(
        "Unable to unbind skupper service: Could not find target x for service interface database")
    ) { try ServiceDefinition.removing(target: "x", from: "database", in: all) }
    #expect(
      throws: SkupperError(
        "Unable to unbind skupper service: Could not find entry for service interface y")
    ) { try ServiceDefinition.removing(target: "x", from: "y", in: all) }
  }
}
