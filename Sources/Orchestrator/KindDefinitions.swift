import Documents
import Kubernetes

/// The definitions of the orchestrator's types, as they are made in its site.
extension Kinds {
  /// All definitions.
  package static var definitions: [Value] {
    interconnectDefinitions + interconnectDefinitions.map(twin) + otherDefinitions
  }

  /// The same definition in the group of earlier releases.
  private static func twin(_ definition: Value) -> Value {
    var twin = definition
    twin["metadata", "name"] = Value(earlier(definition.name))
    twin["spec", "group"] = Value(earlier(definition["spec", "group"]?.string ?? ""))
    return twin
  }

  private static var interconnectDefinitions: [Value] {
    [
      definition(
        clusters,
        [
          ("Namespace", ".spec.clusterRef.namespace"), ("Cluster", ".spec.clusterRef.name"),
          ("Phase", ".status.phase"), ("IngressType", ".status.ingress"),
        ],
        spec: ["clusterRef": reference],
        status: [
          "phase": word("Pending", "Configuring", "Running", "Terminating"),
          "ingress": word("None", "LoadBalancer"), "services": list(text),
        ]),
      definition(
        links,
        [
          ("Source", ".spec.sourceClusterRef.name"), ("Target", ".spec.targetClusterRef.name"),
          ("Phase", ".status.phase"),
        ],
        spec: ["sourceClusterRef": reference, "targetClusterRef": reference],
        status: ["phase": word("Pending", "Linking", "Linked", "Unlinking")]),
      definition(
        services,
        [
          ("Cluster", ".spec.clusterRef.name"), ("Namespace", ".spec.serviceRef.namespace"),
          ("Service", ".spec.serviceRef.name"), ("Phase", ".status.phase"),
        ],
        spec: ["clusterRef": reference, "serviceRef": reference, "exposePorts": ports],
        status: ["phase": word("Pending", "Exposing", "Exposed", "Unexposing")]),
      definition(
        networks,
        [("Namespace", ".spec.networkRef.namespace"), ("Network", ".spec.networkRef.name")],
        spec: ["networkRef": reference], status: ["deploymentRefs": list(reference)]),
      definition(
        networkClusters,
        [
          ("Network", ".spec.networkRef.name"),
          ("Namespace", ".spec.clusterRef.namespace"), ("Cluster", ".spec.clusterRef.name"),
          ("Role", ".status.role"),
        ],
        spec: ["networkRef": reference, "clusterRef": reference],
        status: [
          "role": word("Unknown", "Spoke", "Hub"), "services": list(text), "links": list(text),
          "deploymentClusterRefs": list(reference),
        ]),
      definition(
        networkLinks,
        [
          ("Network", ".spec.networkRef.name"), ("Source", ".spec.sourceClusterRef.name"),
          ("Target", ".spec.targetClusterRef.name"),
        ],
        spec: [
          "networkRef": reference, "sourceClusterRef": reference, "targetClusterRef": reference,
        ], status: [:]),
      definition(
        networkServices,
        [
          ("Network", ".spec.networkRef.name"), ("Cluster", ".spec.clusterRef.name"),
          ("Namespace", ".spec.serviceRef.namespace"), ("Service", ".spec.serviceRef.name"),
        ],
        spec: [
          "networkRef": reference, "clusterRef": reference, "serviceRef": reference,
          "exposePorts": ports,
        ], status: [:]),
    ]
  }

  private static var otherDefinitions: [Value] {
    [
      definition(
        tenancyNetworks, [],
        spec: [
          "type": ["type": "string", "description": "What the network is: application-mesh."],
          "description": text,
        ], required: ["type"], status: ["currentState": text]),
      definition(projects, [], spec: ["description": text], status: [:]),
      definition(
        deployments,
        [
          ("Package", ".spec.package.name"), ("Network", ".spec.networkRef.name"),
          ("State", ".status.state"), ("Message", ".status.message"),
        ],
        spec: [
          "displayName": text,
          "package": ["type": "object", "required": ["name"], "properties": ["name": text]],
          "clusters": ["type": "array", "minItems": 1, "items": text],
          "networkRef": ["type": "object", "required": ["name"], "properties": ["name": text]],
          "exposedApplications": list(text),
          "values": ["type": "object", "additionalProperties": text],
        ], required: ["package", "clusters"],
        status: ["state": text, "message": text, "clusters": list(anything)]),
      definition(
        packages, [("Kind", ".spec.kind"), ("Description", ".spec.description")],
        spec: [
          "kind": word("application", "extension"), "description": text,
          "parameters": list([
            "type": "object", "required": ["name"],
            "properties": ["name": text, "default": text, "description": text],
          ]),
          "applications": list([
            "type": "object", "required": ["name", "namespace"],
            "properties": ["name": text, "namespace": text, "objects": list(anything)],
          ]),
        ], required: ["kind", "applications"], status: [:]),
    ]
  }

  private static let text: Value = ["type": "string"]
  private static let anything: Value = [
    "type": "object", "x-kubernetes-preserve-unknown-fields": true,
  ]
  private static let reference: Value = [
    "type": "object",
    "properties": [
      "apiVersion": text, "kind": text, "namespace": text, "name": text, "uid": text,
    ],
  ]
  private static let ports = list([
    "type": "object", "required": ["port"],
    "properties": ["port": ["type": "integer", "minimum": 1, "maximum": 65535]],
  ])

  private static func list(_ items: Value) -> Value { ["type": "array", "items": items] }
  private static func word(_ words: String...) -> Value {
    ["type": "string", "enum": Value(words)]
  }

  private static func definition(
    _ type: ResourceType, _ columns: [(name: String, path: String)], spec: Value,
    required: [String] = [], status: Value
  ) -> Value {
    var specification: Value = ["type": "object", "properties": spec]
    if !required.isEmpty { specification["required"] = Value(required) }
    var state = status
    if state["phase"] != nil { state["lastTransitionTime"] = ["type": "string"] }
    return type.definition(
      columns: columns.map { .init($0.name, $0.path) }, spec: specification,
      status: ["type": "object", "properties": state])
  }
}
