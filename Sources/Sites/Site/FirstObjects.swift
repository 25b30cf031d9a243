/// What a site has before anybody makes anything: namespaces, the API as a service, the version.
import Documents
import Kubernetes

enum FirstObjects {
  /// The namespace of the node's lease.
  static let leases = "kube-node-lease"

  /// Makes what is missing.
  static func make(in store: ObjectStore, _ configuration: SiteConfiguration) throws(StatusError) {
    var namespaces = ["default", leases, "kube-public", "kube-system"]
    if configuration.isOpenShift { namespaces += ["openshift", "openshift-ingress"] }
    if configuration.hasAllProjects { namespaces += SystemProjects.names(for: configuration) }
    if configuration.makesNamespace { namespaces.append(configuration.namespace) }
    for name in namespaces where store.find(.namespaces, name: name) == nil {
      try store.create(["metadata": ["name": Value(name)]], .namespaces)
    }
    try makeAPIService(in: store, configuration)
    if configuration.isOpenShift { try makeVersion(in: store, configuration) }
  }

  private static func makeAPIService(
    in store: ObjectStore, _ configuration: SiteConfiguration
  ) throws(StatusError) {
    let metadata: Value = [
      "name": "kubernetes", "namespace": "default",
      "labels": ["component": "apiserver", "provider": "kubernetes"],
    ]
    if store.find(.services, namespace: "default", name: "kubernetes") == nil {
      try store.create(
        [
          "metadata": metadata,
          "spec": [
            "ports": [
              [
                "name": "https", "port": 443, "protocol": "TCP",
                "targetPort": Value(configuration.apiPort),
              ]
            ]
          ],
        ], .services)
    }
    if store.find(.endpoints, namespace: "default", name: "kubernetes") == nil {
      try store.create(
        [
          "metadata": ["name": "kubernetes", "namespace": "default"],
          "subsets": [
            [
              "addresses": [["ip": Value(configuration.nodeAddress)]],
              "ports": [
                ["name": "https", "port": Value(configuration.apiPort), "protocol": "TCP"]
              ],
            ]
          ],
        ], .endpoints)
    }
  }

  private static func makeVersion(
    in store: ObjectStore, _ configuration: SiteConfiguration
  ) throws(StatusError) {
    guard store.find(.clusterVersions, name: "version") == nil else { return }
    let release = OpenShiftRelease.named(configuration.profiles["openshift"])
    let full = release.full
    let desired: Value = [
      "version": Value(full), "image": Value("quay.io/openshift-release-dev/ocp-release:\(full)"),
    ]
    try store.create(
      [
        "metadata": ["name": "version"],
        "spec": [
          "channel": Value("stable-\(release.name)"), "clusterID": Value(clusterID(configuration)),
        ],
        "status": [
          "desired": desired,
          "history": [["state": "Completed", "version": Value(full), "verified": true]],
          "conditions": [
            [
              "type": "Available", "status": "True",
              "message": Value("Done applying \(full)"),
            ],
            [
              "type": "Progressing", "status": "False",
              "message": Value("Cluster version is \(full)"),
            ],
          ],
        ],
      ], .clusterVersions)
  }

  /// An identifier that a site of that name always has.
  private static func clusterID(_ configuration: SiteConfiguration) -> String {
    let digits = ImageDescription(repository: configuration.name, command: []).digest
    let parts = [8, 4, 4, 4, 12]
    var rest = digits[...]
    return parts.map { count in
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }.joined(separator: "-")
  }
}
