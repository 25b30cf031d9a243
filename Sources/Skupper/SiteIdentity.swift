import Documents
import Kubernetes

/// The site that objects belong to: who it is, where it runs, and its ConfigMap as their owner.
package struct SiteIdentity: Sendable, Equatable {
  package var namespace: String
  /// The identifier of the ConfigMap `skupper-site`, which is the site's own.
  package var id: String
  package var options: SiteOptions
  package var profile: TextProfile
  /// `openshift` or `kubernetes`.
  package var platform: String
  /// Where the images come from, as in `quay.io/skupper`.
  package var registry: String
  /// With whom the site's objects go: ConfigMap `skupper-site`, or what stands for it.
  package var owner: OwnerReference

  package init(
    namespace: String, id: String, options: SiteOptions, profile: TextProfile,
    platform: String = "kubernetes", registry: String = "quay.io/skupper",
    owner: OwnerReference? = nil
  ) {
    self.namespace = namespace
    self.id = id
    self.options = options
    self.profile = profile
    self.platform = platform
    self.registry = registry
    self.owner =
      owner
      ?? OwnerReference(document: [
        "apiVersion": "v1", "kind": "ConfigMap", "name": Value(ObjectName.site), "uid": Value(id),
      ])
  }

  /// The identity that a stored ConfigMap `skupper-site` tells.
  package init(site: Value, profile: TextProfile, platform: String = "kubernetes") {
    self.init(
      namespace: site.namespace ?? "", id: site.uid, options: SiteOptions(site: site),
      profile: profile, platform: platform)
  }

  /// An image of this site's release, as in `quay.io/skupper/skupper-router:2.3.2`.
  package func image(_ name: String) -> String {
    "\(registry)/\(name):\(name == "skupper-router" ? profile.routerVersion : profile.siteVersion)"
  }

  /// An object that goes when the site goes.
  package func owned(
    _ apiVersion: String, _ kind: String, _ name: String, labels: [String: String] = [:],
    annotations: [String: String] = [:], content: Members
  ) -> Value {
    var metadata: Value = ["name": Value(name), "namespace": Value(namespace)]
    let allLabels = labels.merging(options.labels) { own, _ in own }
    if !allLabels.isEmpty { metadata["labels"] = Value(allLabels) }
    if !annotations.isEmpty { metadata["annotations"] = Value(annotations) }
    metadata["ownerReferences"] = [owner.document]
    var object: Value = [
      "apiVersion": Value(apiVersion), "kind": Value(kind), "metadata": metadata,
    ]
    for (key, value) in content { object[key] = value }
    return object
  }
}
