import Documents
import Kubernetes
import Skupper

/// Everything that the orchestrator looks at: its own objects, and those of the edge clusters.
package struct World: Sendable {
  /// An edge cluster as it is now.
  package struct Edge: Sendable {
    package var snapshot: Snapshot
    /// The first three numbers of its node's address, as in `127.7.0`.
    package var network: String

    package init(snapshot: Snapshot, network: String) {
      self.snapshot = snapshot
      self.network = network
    }
  }

  package var own: Snapshot
  /// The clusters that can be reached, by name.
  package var edges: [String: Edge]
  package var now: Timestamp
  /// The release of the routers.
  package var profile: TextProfile

  package init(
    own: Snapshot, edges: [String: Edge], now: Timestamp, profile: TextProfile = .named(nil)
  ) {
    self.profile = profile
    self.own = own
    self.edges = edges
    self.now = now
  }
}

/// What the orchestrator does next.
package enum OrchestratorAction: Hashable, Sendable {
  /// A change to one of its own objects.
  case own(ObjectChange)
  /// A change to an object of an edge cluster.
  case edge(String, ObjectChange)
  /// Bring the objects of a package to a cluster, and note that they are there.
  case install(deployment: String, cluster: String, objects: [Value], revision: String)
  /// Take what a deployment brought to a cluster away again, and note that it is gone.
  case uninstall(deployment: String, cluster: String, objects: [Value])
}

/// What the orchestrator decided: what to do, and what it has to say about it.
package struct OrchestratorDecision: Sendable {
  package var actions: [OrchestratorAction] = []
  /// Sentences for the manager's log.
  package var notes: [String] = []
  /// Whether time alone will change the decision, because a phase has only just begun.
  package var isWaiting = false

  package init() {}
}
