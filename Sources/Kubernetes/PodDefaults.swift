/// What a server fills in where a pod, or the template of one, says nothing.
import Documents

enum PodDefaults {
  /// Fills in what pods and templates have in common.
  static func fillSpec(_ spec: inout Value) {
    for list in ["initContainers", "containers"] {
      guard let containers = spec[list]?.array else { continue }
      spec[list] = .array(containers.map(filled))
    }
    spec.fill("restartPolicy", with: "Always")
    if spec["terminationGracePeriodSeconds"] == nil { spec["terminationGracePeriodSeconds"] = 30 }
    spec.fill("dnsPolicy", with: "ClusterFirst")
    if let account = spec["serviceAccountName"] ?? spec["serviceAccount"], account != "" {
      spec["serviceAccountName"] = account
      spec["serviceAccount"] = account
    }
    if spec["securityContext"] == nil { spec["securityContext"] = [:] }
    spec.fill("schedulerName", with: "default-scheduler")
    guard let volumes = spec["volumes"]?.array else { return }
    spec["volumes"] = .array(volumes.map(filledVolume))
  }

  /// Fills in what a pod gets when it is made.
  static func fillPlacement(_ spec: inout Value) {
    spec.fill("serviceAccountName", with: "default")
    spec["serviceAccount"] = spec["serviceAccountName"]
    if spec["enableServiceLinks"] == nil { spec["enableServiceLinks"] = true }
    if spec["priority"] == nil { spec["priority"] = 0 }
    spec.fill("preemptionPolicy", with: "PreemptLowerPriority")
    let tolerations = ["not-ready", "unreachable"].map { condition -> Value in
      [
        "key": .string("node.kubernetes.io/\(condition)"), "operator": "Exists",
        "effect": "NoExecute", "tolerationSeconds": 300,
      ]
    }
    spec.fill("tolerations", with: .array(tolerations))
  }

  /// Writes the safe values that OpenShift's `restricted-v2` constraint gives to a pod that asks
  /// for no rights.
  static func restrict(_ pod: inout Value, _ spec: inout Value) {
    pod.setAnnotation("openshift.io/scc", "restricted-v2")
    spec.fill("securityContext", "seccompProfile", "type", with: "RuntimeDefault")
    for list in ["initContainers", "containers"] {
      guard let containers = spec[list]?.array else { continue }
      spec[list] = .array(
        containers.map { container in
          var container = container
          if container["securityContext", "allowPrivilegeEscalation"] == nil {
            container["securityContext", "allowPrivilegeEscalation"] = false
          }
          container.fill("securityContext", "capabilities", "drop", with: ["ALL"])
          if container["securityContext", "runAsNonRoot"] == nil {
            container["securityContext", "runAsNonRoot"] = true
          }
          return container
        })
    }
  }

  /// `Guaranteed`, `Burstable` or `BestEffort`, from what the containers ask for.
  static func qualityOfService(of spec: Value) -> String {
    let resources = (spec["containers"]?.array ?? []).map { $0["resources"] ?? [:] }
    if resources.allSatisfy({
      ($0["limits"]?.isEmpty ?? true) && ($0["requests"]?.isEmpty ?? true)
    }) {
      return "BestEffort"
    }
    let isGuaranteed = resources.allSatisfy { resource in
      let limits = resource["limits"] ?? [:]
      return limits["cpu"] != nil && limits["memory"] != nil
        && (resource["requests"] ?? limits) == limits
    }
    return isGuaranteed ? "Guaranteed" : "Burstable"
  }

  private static func filled(_ container: Value) -> Value {
    var container = container
    container.fill(
      "imagePullPolicy", with: .string(pullPolicy(of: container["image"]?.string ?? "")))
    if container["resources"] == nil { container["resources"] = [:] }
    container.fill("terminationMessagePath", with: "/dev/termination-log")
    container.fill("terminationMessagePolicy", with: "File")
    if let ports = container["ports"]?.array {
      container["ports"] = .array(
        ports.map { port in
          var port = port
          port.fill("protocol", with: "TCP")
          return port
        })
    }
    if let variables = container["env"]?.array {
      container["env"] = .array(
        variables.map { variable in
          var variable = variable
          if variable["valueFrom", "fieldRef"] != nil {
            variable.fill("valueFrom", "fieldRef", "apiVersion", with: "v1")
          }
          return variable
        })
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"]
    where container[probe]?.isNull == false {
      if container[probe, "httpGet"] != nil {
        container.fill(probe, "httpGet", "scheme", with: "HTTP")
        container.fill(probe, "httpGet", "path", with: "/")
      }
      container.fill(probe, "timeoutSeconds", with: 1)
      container.fill(probe, "periodSeconds", with: 10)
      container.fill(probe, "successThreshold", with: 1)
      container.fill(probe, "failureThreshold", with: 3)
    }
    return container
  }

  private static func pullPolicy(of image: String) -> String {
    let name = ImageName(image)
    if name.digest != nil { return "IfNotPresent" }
    return (name.tag ?? "latest") == "latest" ? "Always" : "IfNotPresent"
  }

  private static func filledVolume(_ volume: Value) -> Value {
    var volume = volume
    for source in ["secret", "configMap", "projected"] where volume[source] != nil {
      if volume[source, "defaultMode"] == nil { volume[source, "defaultMode"] = 420 }
    }
    let sources = volume.object?.keys.filter { $0 != "name" } ?? []
    if sources.isEmpty { volume["emptyDir"] = [:] }
    return volume
  }
}
