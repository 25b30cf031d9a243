/// What the server serves, in the two forms that clients ask for.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  /// The answer to a path of discovery; nothing for other paths.
  func discoveryDocument(_ parts: [String], _ request: HTTPRequest) -> HTTPResponse? {
    guard request.method == "GET" else { return nil }
    guard ["api", "apis"].contains(parts.first) else { return nil }
    let types = types
    switch (parts.first, parts.count) {
    case ("api", 1):
      if let version = aggregatedVersion(request) {
        return aggregated([""], types, version)
      }
      return .document([
        "kind": "APIVersions", "versions": ["v1"],
        "serverAddressByClientCIDRs": [
          ["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]
        ],
      ])
    case ("apis", 1):
      let groups = Discovery.groups(of: types)
      if let version = aggregatedVersion(request) { return aggregated(groups, types, version) }
      return .document([
        "kind": "APIGroupList", "apiVersion": "v1",
        "groups": .array(groups.map { Discovery.group($0, types) }),
      ])
    case ("apis", 2):
      guard Discovery.groups(of: types).contains(parts[1]) else { return nil }
      var group = Discovery.group(parts[1], types)
      group["kind"] = "APIGroup"
      group["apiVersion"] = "v1"
      return .document(group)
    case ("api", 2), ("apis", 3):
      let group = parts.count == 3 ? parts[1] : ""
      let members = types.filter { $0.group == group && $0.version == parts[parts.count - 1] }
      guard let first = members.first else { return nil }
      return .document([
        "kind": "APIResourceList", "apiVersion": "v1",
        "groupVersion": .string(first.apiVersion),
        "resources": .array(members.flatMap(Discovery.resources)),
      ])
    default: return nil
    }
  }

  private var serverAddress: String {
    settings.url.split(separator: "/").last.map(String.init) ?? settings.url
  }

  private func aggregatedVersion(_ request: HTTPRequest) -> String? {
    for entry in (request.headers["Accept"] ?? "").split(separator: ",") {
      let words = entry.split(separator: ";").map { $0.filter { $0 != " " } }
      guard words.contains("g=apidiscovery.k8s.io"),
        words.contains("as=APIGroupDiscoveryList")
      else { continue }
      if words.contains("v=v2") { return "v2" }
      if words.contains("v=v2beta1") { return "v2beta1" }
    }
    return nil
  }

  private func aggregated(
    _ groups: [String], _ types: [ResourceType], _ version: String
  ) -> HTTPResponse {
    .document(
      [
        "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"),
        "metadata": [:],
        "items": .array(groups.map { Discovery.aggregatedGroup($0, types) }),
      ],
      type: "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList")
  }
}

private enum Discovery {
  static func groups(of types: [ResourceType]) -> [String] {
    var groups: [String] = []
    for type in types where !type.group.isEmpty && !groups.contains(type.group) {
      groups.append(type.group)
    }
    return groups
  }

  static func group(_ name: String, _ types: [ResourceType]) -> Value {
    let versions = versions(of: name, types).map { version -> Value in
      ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
    }
    return [
      "name": .string(name), "versions": .array(versions),
      "preferredVersion": versions.first ?? [:],
    ]
  }

  private static func versions(of group: String, _ types: [ResourceType]) -> [String] {
    var versions: [String] = []
    for type in types where type.group == group && !versions.contains(type.version) {
      versions.append(type.version)
    }
    return versions
  }

  static func resources(of type: ResourceType) -> [Value] {
    var resource: Value = [
      "name": .string(type.plural), "singularName": .string(type.singular),
      "namespaced": .bool(type.namespaced), "kind": .string(type.kind),
      "verbs": Value(type.verbs),
    ]
    if !type.shortNames.isEmpty { resource["shortNames"] = Value(type.shortNames) }
    if !type.categories.isEmpty { resource["categories"] = Value(type.categories) }
    return [resource]
      + type.subresources.map { subresource in
        var document: Value = [
          "name": .string("\(type.plural)/\(subresource.name)"), "singularName": "",
          "namespaced": .bool(type.namespaced),
        ]
        if subresource.group != type.group || subresource.version != type.version {
          document["group"] = .string(subresource.group)
          document["version"] = .string(subresource.version)
        }
        document["kind"] = .string(subresource.kind)
        document["verbs"] = Value(subresource.verbs)
        return document
      }
  }

  static func aggregatedGroup(_ name: String, _ types: [ResourceType]) -> Value {
    var group: Value = ["metadata": [:]]
    if !name.isEmpty { group["metadata", "name"] = .string(name) }
    group["versions"] = .array(
      versions(of: name, types).map { version in
        let members = types.filter { $0.group == name && $0.version == version }
        return [
          "version": .string(version), "freshness": "Current",
          "resources": .array(members.map(aggregatedResource)),
        ]
      })
    return group
  }

  private static func aggregatedResource(_ type: ResourceType) -> Value {
    var resource: Value = [
      "resource": .string(type.plural),
      "responseKind": kind(type.group, type.version, type.kind),
      "scope": type.namespaced ? "Namespaced" : "Cluster",
      "singularResource": .string(type.singular), "verbs": Value(type.verbs),
    ]
    if !type.shortNames.isEmpty { resource["shortNames"] = Value(type.shortNames) }
    if !type.categories.isEmpty { resource["categories"] = Value(type.categories) }
    if !type.subresources.isEmpty {
      resource["subresources"] = .array(
        type.subresources.map { subresource in
          [
            "subresource": .string(subresource.name),
            "responseKind": kind(subresource.group, subresource.version, subresource.kind),
            "verbs": Value(subresource.verbs),
          ]
        })
    }
    return resource
  }

  private static func kind(_ group: String, _ version: String, _ kind: String) -> Value {
    ["group": .string(group), "version": .string(version), "kind": .string(kind)]
  }
}
