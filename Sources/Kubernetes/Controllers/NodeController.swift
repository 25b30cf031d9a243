/// The node: the machine of a site as the cluster sees it.
import Documents

package enum NodeController {
  /// Makes the node where there is none, and keeps its status.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp
  ) -> [ObjectChange] {
    guard let node = snapshot.object(.nodes, nil, facts.nodeName) else {
      return [.create(node(facts))]
    }
    var changed = node
    let kept = node["status", "conditions"]
    changed["status"] = status(facts)
    if let kept { changed["status", "conditions"] = kept }
    for (type, reason, message) in troubles {
      changed.setCondition(
        Condition(type, false, reason: reason, message: message), now: now)
    }
    changed.setCondition(
      Condition("Ready", true, reason: "KubeletReady", message: "kubelet is posting ready status"),
      now: now)
    return changed == node ? [] : [.updateStatus(changed)]
  }

  /// The node with the time of its last heartbeat.
  package static func heartbeat(_ node: Value, now: Timestamp) -> Value {
    var node = node
    let conditions = (node["status", "conditions"]?.array ?? []).map { condition in
      var condition = condition
      condition["lastHeartbeatTime"] = Value(now.text)
      return condition
    }
    node["status", "conditions"] = .array(conditions)
    return node
  }

  private static let troubles = [
    ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
  ]

  private static func node(_ facts: SiteFacts) -> Value {
    var labels: [String: String] = [
      "kubernetes.io/hostname": facts.nodeName, "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
      "beta.kubernetes.io/arch": "amd64", "node-role.kubernetes.io/control-plane": "",
      "node-role.kubernetes.io/master": "", "node-role.kubernetes.io/worker": "",
    ]
    if facts.isOpenShift { labels["node.openshift.io/os_id"] = "rhcos" }
    return [
      "apiVersion": "v1", "kind": "Node",
      "metadata": ["name": Value(facts.nodeName), "labels": Value(labels)],
      "spec": ["podCIDR": Value("127.\(facts.block).128.0/17")],
      "status": status(facts),
    ]
  }

  private static func status(_ facts: SiteFacts) -> Value {
    let room: Value = [
      "cpu": "4", "ephemeral-storage": "31914988Ki", "memory": "9137800Ki", "pods": "250",
    ]
    return [
      "addresses": [
        ["type": "InternalIP", "address": Value(facts.nodeAddress)],
        ["type": "Hostname", "address": Value(facts.nodeName)],
      ],
      "capacity": room, "allocatable": room,
      "nodeInfo": [
        "architecture": "amd64", "operatingSystem": "linux", "kernelVersion": "5.14.0",
        "osImage": facts.isOpenShift ? "Red Hat Enterprise Linux CoreOS" : "Linux",
        "containerRuntimeVersion": "cri-o://1.25.1", "kubeletVersion": Value(facts.nodeVersion),
        "kubeProxyVersion": Value(facts.nodeVersion), "machineID": "", "systemUUID": "",
        "bootID": "",
      ],
    ]
  }
}
