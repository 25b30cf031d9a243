/// What a server fills in where an object says nothing; an empty map counts as nothing.
import Documents

package struct Defaults: Sendable {
  /// Whether the site is an OpenShift cluster.
  package let openshift: Bool
  /// The domain of route hosts: a route gets `NAME-NAMESPACE.DOMAIN`.
  package let domain: String

  /// The defaults of a site.
  package init(openshift: Bool, domain: String) {
    self.openshift = openshift
    self.domain = domain
  }

  /// Fills in what an object of that type does not say.
  package func fill(_ object: inout Value, _ type: ResourceType) {
    object["apiVersion"] = Value(type.storedAPIVersion)
    object["kind"] = Value(type.kind)
    switch type {
    case .namespaces: Defaults.fillNamespace(&object)
    case .pods: fillPod(&object)
    case .deployments: Defaults.fillDeployment(&object)
    case .replicaSets: Defaults.fillReplicaSet(&object)
    case .services: Defaults.fillService(&object)
    case .secrets: Defaults.fillSecret(&object)
    case .routes: fillRoute(&object)
    case .imageStreams: Defaults.fillImageStream(&object)
    case .customResourceDefinitions: DefinitionRules.fill(&object)
    default:
      if let schema = type.custom?.schema { object = schema.filled(schema.pruned(object)) }
    }
  }

  private static func fillNamespace(_ object: inout Value) {
    object.setLabel("kubernetes.io/metadata.name", object.name)
    object.fill("spec", "finalizers", with: ["kubernetes"])
    object.fill("status", "phase", with: "Active")
  }

  private func fillPod(_ object: inout Value) {
    var spec = object["spec"] ?? [:]
    PodDefaults.fillSpec(&spec)
    PodDefaults.fillPlacement(&spec)
    if openshift { PodDefaults.restrict(&object, &spec) }
    object["spec"] = spec
    object.fill("status", "phase", with: "Pending")
    object.fill("status", "qosClass", with: .string(PodDefaults.qualityOfService(of: spec)))
  }

  private static func fillDeployment(_ object: inout Value) {
    object.fill("spec", "replicas", with: 1)
    fillTemplate(&object)
    object.fill("spec", "strategy", "type", with: "RollingUpdate")
    if object["spec", "strategy", "type"] == "RollingUpdate" {
      object.fill("spec", "strategy", "rollingUpdate", "maxUnavailable", with: "25%")
      object.fill("spec", "strategy", "rollingUpdate", "maxSurge", with: "25%")
    }
    object.fill("spec", "revisionHistoryLimit", with: 10)
    object.fill("spec", "progressDeadlineSeconds", with: 600)
    object.fill("status", with: [:])
  }

  private static func fillReplicaSet(_ object: inout Value) {
    object.fill("spec", "replicas", with: 1)
    fillTemplate(&object)
    object.fill("status", "replicas", with: 0)
  }

  private static func fillTemplate(_ object: inout Value) {
    if object["spec", "template", "metadata", "creationTimestamp"] == nil {
      object["spec", "template", "metadata", "creationTimestamp"] = .null
    }
    var spec = object["spec", "template", "spec"] ?? [:]
    PodDefaults.fillSpec(&spec)
    object["spec", "template", "spec"] = spec
  }

  private static func fillService(_ object: inout Value) {
    object.fill("spec", "type", with: "ClusterIP")
    object.fill("spec", "sessionAffinity", with: "None")
    let type = object["spec", "type"]?.string ?? ""
    object["spec", "ports"] = (object["spec", "ports"]?.array).map { ports in
      .array(
        ports.map { port in
          var port = port
          port.fill("protocol", with: "TCP")
          let target = port["targetPort"]
          if target == nil || target == 0 || target == "" { port["targetPort"] = port["port"] }
          return port
        })
    }
    if type != "ExternalName" {
      object.fill("spec", "internalTrafficPolicy", with: "Cluster")
      object.fill("spec", "ipFamilies", with: ["IPv4"])
      object.fill("spec", "ipFamilyPolicy", with: "SingleStack")
    }
    if type == "NodePort" || type == "LoadBalancer" {
      object.fill("spec", "externalTrafficPolicy", with: "Cluster")
    }
    if type == "LoadBalancer" { object.fill("spec", "allocateLoadBalancerNodePorts", with: true) }
    if object["status", "loadBalancer"] == nil { object["status", "loadBalancer"] = [:] }
  }

  private static func fillSecret(_ object: inout Value) {
    object.fill("type", with: "Opaque")
    for (key, text) in object["stringData"]?.object ?? [:] {
      object["data", key] = .string(Base64Text.encode(Array((text.string ?? "").utf8)))
    }
    object["stringData"] = nil
  }

  private func fillRoute(_ object: inout Value) {
    object.fill("spec", "to", "kind", with: "Service")
    object.fill("spec", "to", "weight", with: 100)
    object.fill("spec", "wildcardPolicy", with: "None")
    if object["spec", "host"]?.string?.isEmpty ?? true {
      object["spec", "host"] = .string("\(object.name)-\(object.namespace ?? "").\(domain)")
      object.setAnnotation("openshift.io/host.generated", "true")
    }
    object.fill("status", with: [:])
  }

  private static func fillImageStream(_ object: inout Value) {
    object.fill("spec", "lookupPolicy", "local", with: false)
    object["spec", "tags"] = (object["spec", "tags"]?.array).map { tags in
      .array(
        tags.map { tag in
          var tag = tag
          tag.fill("generation", with: 1)
          tag.fill("importPolicy", "importMode", with: "Legacy")
          tag.fill("referencePolicy", "type", with: "Source")
          return tag
        })
    }
  }
}

extension Value {
  /// Sets the member at the end of a path where there is none, or only an empty one.
  mutating func fill(_ path: String..., with value: Value) {
    let found = self[path: path[...]]
    if found == nil || found?.isEmpty == true || found == "" { self[path: path[...]] = value }
  }
}
