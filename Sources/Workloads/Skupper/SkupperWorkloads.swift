import Kubernetes
import Platform

/// The programs in the pods of a Skupper site, by the name that an image's command calls them.
package enum SkupperWorkload: String, CaseIterable, Sendable {
  case configSync = "config-sync"
  case serviceController = "service-controller"
  case flowCollector = "flow-collector"
  case kubeAdaptor = "kube-adaptor"
  case controller = "controller"
}

/// Runs a program of a Skupper site until it is asked to end; the result is its exit status.
package func runSkupperWorkload(name: String, arguments: [String]) async -> Int32 {
  guard let workload = SkupperWorkload(rawValue: name) else {
    let names = SkupperWorkload.allCases.map(\.rawValue).joined(separator: ", ")
    SkupperPod.log("There is no program \"\(name)\" of a Skupper site. There are: \(names).")
    return 2
  }
  do {
    let pod = try SkupperPod(Environment.all)
    switch workload {
    case .configSync, .kubeAdaptor: try await runConfigSync(pod)
    case .serviceController: try await runServiceController(pod)
    case .flowCollector: try await runFlowCollector(pod)
    case .controller: try await runVersion2Controller(pod)
    }
    return 0
  } catch {
    SkupperPod.log("\(name) ended: \(error)")
    return 1
  }
}

/// Waits until the program is asked to end.
func untilAskedToEnd() async throws {
  for await _ in try Signals.stream(Signals.requestsToEnd) { return }
}

/// The images of Skupper's releases, in both registries' names.
package let skupperImages: [ImageDescription] = [
  (registry: "quay.io/skupper", suffix: ""),
  (registry: "registry.redhat.io/service-interconnect", suffix: "-rhel8"),
  (registry: "registry.redhat.io/service-interconnect", suffix: "-rhel9"),
].flatMap { registry, suffix in
  [
    ImageDescription(
      repository: "\(registry)/skupper-router\(suffix)", createdDaysAgo: 560,
      ports: [5671, 9090, 45671, 55671], command: ["@trestle", "router"],
      displayName: "Skupper router", summary: "Carries services between sites."),
    skupperImage(registry, suffix, .configSync, "Hands its configuration to the router."),
    skupperImage(registry, suffix, .serviceController, "Keeps services, links and claims."),
    skupperImage(registry, suffix, .flowCollector, "Shows the network in a console."),
    skupperImage(registry, suffix, .kubeAdaptor, "Hands its configuration to the router."),
    skupperImage(registry, suffix, .controller, "Looks after the sites of version 2."),
  ]
}

private func skupperImage(
  _ registry: String, _ suffix: String, _ workload: SkupperWorkload, _ summary: String
) -> ImageDescription {
  let prefix = suffix.isEmpty ? "" : "skupper-"
  return ImageDescription(
    repository: "\(registry)/\(prefix)\(workload.rawValue)\(suffix)", createdDaysAgo: 560,
    command: ["@trestle", "workload", workload.rawValue], summary: summary)
}
