/// The projects that an OpenShift cluster has before anybody makes one, for labs that count them.
enum SystemProjects {
  /// The names beside those that every site has.
  static func names(for configuration: SiteConfiguration) -> [String] {
    guard configuration.isOpenShift else { return [] }
    // A cluster within one laptop keeps its volumes in a folder of the laptop.
    let own = configuration.hasLoadBalancer ? [] : ["hostpath-provisioner"]
    return operators.flatMap { ["openshift-\($0)", "openshift-\($0)-operator"] }
      + others.map { "openshift-\($0)" } + own
  }

  /// Parts of the platform that have a project beside that of their operator.
  private static let operators = [
    "apiserver", "authentication", "cloud-controller-manager", "config", "console",
    "controller-manager", "dns", "etcd", "kube-apiserver", "kube-controller-manager",
    "kube-scheduler", "kube-storage-version-migrator", "service-ca",
  ]

  private static let others = [
    "cloud-credential-operator", "cloud-network-config-controller", "cluster-csi-drivers",
    "cluster-machine-approver", "cluster-node-tuning-operator", "cluster-samples-operator",
    "cluster-storage-operator", "cluster-version", "config-managed", "console-user-settings",
    "host-network", "image-registry", "infra", "ingress-canary", "ingress-operator", "insights",
    "kni-infra", "machine-api", "machine-config-operator", "marketplace", "monitoring", "multus",
    "network-diagnostics", "network-operator", "node", "nutanix-infra", "oauth-apiserver",
    "openstack-infra",
    "operator-lifecycle-manager", "operators", "ovirt-infra", "sdn", "vsphere-infra",
  ]
}
