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

  /// The addresses that it knows.
  var definitions: [String: ServiceDefinition] {
    ServiceDefinition.all(in: configMaps.first { $0.name == ObjectName.services })
  }

  /// The router's pod, when it is ready.
  var readyRouter: String? {
    pods.first { isRouter($0) && $0.holds("Ready") && !$0.isBeingDeleted }?.name
  }

  func isRouter(_ pod: Value) -> Bool { pod.labels[Label.component] == "router" }
}
