import Documents
import Kubernetes
import Skupper

/// What is known of one site at a moment: its objects as its API tells them, and what its router
/// tells of the network.
struct SiteObservation: Sendable, Equatable {
  var name: String
  var namespace: String
  /// `kubernetes` or `openshift`.
  var platform: String
  /// Whether the API answers.
  var answers = true
  var pods: [Value] = []
  var services: [Value] = []
  var routes: [Value] = []
  /// The Secrets that keep links.
  var links: [Value] = []
  var configMaps: [Value] = []
  /// Nothing while no router answers.
  var router: RouterStatus?

  /// The ConfigMap that makes it a site of a network, where it is one.
  var identity: Value? {
    configMaps.first { $0.name == ObjectName.site && !$0.isBeingDeleted }
  }

  /// The addresses that it knows: those of its ConfigMap, or in version 2, which has none, those
  /// that its router tells others.
  var definitions: [String: ServiceDefinition] {
    if let kept = configMaps.first(where: { $0.name == ObjectName.services }) {
      return ServiceDefinition.all(in: kept)
    }
    let told = isOfVersion2 ? router?.ownSite?.services ?? [] : []
    return Dictionary(told.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether its router says that it is one of version 2.
  var isOfVersion2: Bool {
    router?.ownSite.flatMap { SiteVersion($0.version) }?.major == 2
  }

  /// Whether clients of an address that it knows find a service here.
  func listens(_ definition: ServiceDefinition?) -> Bool {
    !isOfVersion2 || definition?.labels[Version2.Name.listens] != nil
  }

  /// The router's pod, when it is ready.
  var readyRouter: String? {
    pods.first { isRouter($0) && $0.holds("Ready") && !$0.isBeingDeleted }?.name
  }

  func isRouter(_ pod: Value) -> Bool { pod.labels[Label.component] == "router" }
}
