/// The controllers of a site: each looks at everything there is and says what should change.
/// They know neither clock nor randomness nor store; asked again after their changes were made
/// they have nothing to say.
import Documents

/// What controllers must know of their site beside its objects.
package struct SiteFacts: Hashable, Sendable {
  /// The second number of the site's addresses.
  package var block: Int
  /// What follows a route's name in its host, as in `apps.example.test`.
  package var domain: String
  package var isOpenShift: Bool
  /// Whether services of type LoadBalancer get an address.
  package var hasLoadBalancer: Bool
  /// How long that takes, in seconds.
  package var loadBalancerDelay: Int
  package var nodeName: String
  /// The version that the node reports.
  package var nodeVersion: String
  /// The certificate by which pods know the API, as PEM text.
  package var rootCertificate: String
  /// The images that can be had.
  package var images: [ImageDescription]

  /// The facts of one site.
  package init(
    block: Int, domain: String, isOpenShift: Bool = true, hasLoadBalancer: Bool = true,
    loadBalancerDelay: Int = 0,
    nodeName: String = "node-1", nodeVersion: String = "v1.25.4", rootCertificate: String = "",
    images: [ImageDescription] = []
  ) {
    self.block = block
    self.domain = domain
    self.isOpenShift = isOpenShift
    self.hasLoadBalancer = hasLoadBalancer
    self.loadBalancerDelay = loadBalancerDelay
    self.nodeName = nodeName
    self.nodeVersion = nodeVersion
    self.rootCertificate = rootCertificate
    self.images = images
  }

  /// The address of the node, where its API and its ingress listen.
  package var nodeAddress: String { "127.\(block).0.1" }
}

package enum Controllers {
  /// What should change now. An object has at most one update in the answer, so that all of
  /// them can be made at the versions that were looked at.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp,
    using generator: inout some RandomNumberGenerator
  ) -> [ObjectChange] {
    var changes: [ObjectChange] = []
    changes += NodeController.reconcile(snapshot, facts: facts, now: now)
    changes += NamespaceController.reconcile(snapshot, facts: facts, now: now)
    changes += DefinitionController.reconcile(snapshot, now: now)
    changes += GarbageCollector.reconcile(snapshot)
    changes += ServiceController.reconcile(snapshot, facts: facts, now: now)
    changes += EndpointsController.reconcile(snapshot)
    changes += RouteController.reconcile(snapshot, facts: facts, now: now)
    changes += ImageStreamController.reconcile(snapshot, facts: facts, now: now)
    changes += DeploymentController.reconcile(snapshot, now: now)
    changes += ReplicaSetController.reconcile(snapshot, now: now, using: &generator)
    changes += PodScheduler.reconcile(snapshot, now: now)
    return oneUpdateEach(changes)
  }

  private static func oneUpdateEach(_ changes: [ObjectChange]) -> [ObjectChange] {
    var updated: Set<String> = []
    return changes.filter { change in
      switch change {
      case .update(let object), .updateStatus(let object): updated.insert(object.uid).inserted
      case .create, .delete, .remove, .event: true
      }
    }
  }
}
