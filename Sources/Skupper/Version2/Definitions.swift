import Documents
import Kubernetes

/// The definitions of version 2's types.
extension Version2 {
  package static var definitions: [Value] { networkDefinitions + accessDefinitions }

  private static let status = ResourceType.Column("Status", ".status.status")
  private static let message = ResourceType.Column("Message", ".status.message")
  private static let routingKey = ResourceType.Column("Routing Key", ".spec.routingKey")
  private static let port = ResourceType.Column("Port", ".spec.port", type: "integer")
  private static let host = ResourceType.Column("Host", ".spec.host")
  private static let selector = ResourceType.Column("Selector", ".spec.selector")

  private static var networkDefinitions: [Value] {
    [
      definition(
        sites,
        [status, .init("Sites In Network", ".status.sitesInNetwork", type: "integer"), message],
        [
          "serviceAccount": text, "linkAccess": text, "defaultIssuer": text, "edge": truth,
          "ha": truth,
        ]),
      definition(
        links, [status, .init("Remote Site", ".status.remoteSiteName"), message],
        ["endpoints": endpoints, "tlsCredentials": text, "cost": cost], required: ["endpoints"]),
      definition(
        listeners,
        [
          routingKey, port, host, status,
          .init("Has Matching Connector", ".status.hasMatchingConnector", type: "boolean"),
          message,
        ],
        [
          "routingKey": text, "host": text, "port": number, "tlsCredentials": text, "type": text,
          "observer": text, "exposePodsByName": truth,
        ], required: ["routingKey", "host", "port"]),
      definition(
        connectors,
        [
          routingKey, port, host, selector, status,
          .init("Has Matching Listener", ".status.hasMatchingListener", type: "boolean"), message,
        ], connectorSpec.merging(["routingKey": text, "host": text]),
        required: ["routingKey", "port"]),
      definition(
        attachedConnectors,
        [
          port, selector, .init("Site Namespace", ".spec.siteNamespace"), status, message,
        ], connectorSpec.merging(["siteNamespace": text]),
        required: ["siteNamespace", "selector", "port"]),
      definition(
        attachedConnectorBindings,
        [
          routingKey, .init("Connector Namespace", ".spec.connectorNamespace"), status,
          .init("Has Matching Listener", ".status.hasMatchingListener", type: "boolean"), message,
        ], ["routingKey": text, "connectorNamespace": text, "exposePodsByName": truth],
        required: ["routingKey", "connectorNamespace"]),
    ]
  }

  private static var accessDefinitions: [Value] {
    [
      definition(
        accessGrants,
        [
          .init("Redemptions Allowed", ".spec.redemptionsAllowed", type: "integer"),
          .init("Redemptions Made", ".status.redemptions", type: "integer"),
          .init("Expiration", ".status.expirationTime"), status, message,
        ],
        [
          "redemptionsAllowed": ["type": "integer", "minimum": 1, "default": 1],
          "expirationWindow": text, "code": text, "issuer": text,
        ]),
      definition(
        accessTokens,
        [
          .init("URL", ".spec.url"), .init("Redeemed", ".status.redeemed", type: "boolean"), status,
          message,
        ], ["url": text, "code": text, "ca": text, "linkCost": cost],
        required: ["url", "code", "ca"]),
      definition(
        routerAccesses, [status, message],
        [
          "accessType": text, "tlsCredentials": text, "generateTlsCredentials": truth,
          "issuer": text, "bindHost": text,
          "roles": list(["name": text, "port": number], required: ["name"]),
          "subjectAlternativeNames": ["type": "array", "items": text],
        ], required: ["roles", "tlsCredentials"]),
      definition(
        securedAccesses, [status, message],
        [
          "accessType": text, "certificate": text, "issuer": text, "selector": texts,
          "ports": list(
            ["name": text, "port": number, "targetPort": number, "protocol": text],
            required: ["name", "port"]),
        ], required: ["selector", "ports"]),
      definition(
        certificates,
        [
          .init("CA", ".spec.ca"), .init("Server", ".spec.server", type: "boolean"),
          .init("Client", ".spec.client", type: "boolean"),
          .init("Signing", ".spec.signing", type: "boolean"), status,
          .init("Expiration", ".status.expiration"), message,
        ],
        [
          "ca": text, "subject": text, "hosts": ["type": "array", "items": text],
          "client": truth, "server": truth, "signing": truth,
        ], required: ["subject"]),
    ]
  }

  private static let text: Value = ["type": "string"]
  private static let truth: Value = ["type": "boolean"]
  private static let number: Value = ["type": "integer", "minimum": 1, "maximum": 65535]
  private static let cost: Value = ["type": "integer", "minimum": 0]
  private static let texts: Value = ["type": "object", "additionalProperties": text]
  private static let endpoints = list(["name": text, "host": text, "port": text, "group": text])
  private static let connectorSpec: Members = [
    "selector": text, "port": number, "tlsCredentials": text, "useClientCert": truth,
    "verifyHostname": truth, "type": text, "exposePodsByName": truth,
    "includeNotReadyPods": truth,
  ]

  private static func list(_ properties: Members, required: [String] = []) -> Value {
    var item: Value = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { item["required"] = Value(required) }
    return ["type": "array", "items": item]
  }

  private static func definition(
    _ type: ResourceType, _ columns: [ResourceType.Column], _ properties: Members,
    required: [String] = []
  ) -> Value {
    var spec: Value = [
      "type": "object", "properties": .object(properties.merging(["settings": texts])),
    ]
    if !required.isEmpty { spec["required"] = Value(required) }
    return type.definition(
      columns: columns, spec: spec,
      status: ["type": "object", "x-kubernetes-preserve-unknown-fields": true])
  }
}

extension Members {
  /// These members, and others behind them.
  fileprivate func merging(_ others: Members) -> Members {
    var merged = self
    for (key, value) in others { merged[key] = value }
    return merged
  }
}
