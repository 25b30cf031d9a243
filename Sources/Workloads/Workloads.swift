import Platform

/// The local programs that stand for container images, by the name that an image's command calls
/// them: `@trestle workload NAME`.
enum WorkloadTable {
  typealias Program = @Sendable (_ arguments: [String]) async throws -> Void

  static let programs: [String: Program] = [
    "hello-world-backend": HelloBackend.run,
    "hello-world-frontend": HelloFrontend.run,
    "patient-portal-database": PatientPortalDatabase.run,
    "patient-portal-frontend": PatientPortalFrontend.run,
    "patient-portal-payment-processor": PatientPortalPaymentProcessor.run,
    "interconnect-manager": InterconnectManager.run,
    "network-gateway": NetworkGateway.run,
    "skupper-site-controller": SkupperSiteController.run,
  ]
}

/// Runs a workload until it is asked to end; the result is the process's exit status.
package func runWorkload(name: String, arguments: [String]) async -> Int32 {
  if SkupperWorkload(rawValue: name) != nil {
    return await runSkupperWorkload(name: name, arguments: arguments)
  }
  guard let program = WorkloadTable.programs[name] else {
    let names = (WorkloadTable.programs.keys + SkupperWorkload.allCases.map(\.rawValue)).sorted()
      .joined(separator: ", ")
    try? StandardStream.error.writeAll("There is no workload “\(name)”. There are: \(names).\n")
    return 2
  }
  do {
    try await program(arguments)
    return 0
  } catch {
    try? StandardStream.error.writeAll("The workload \(name) ended: \(error)\n")
    return 1
  }
}
