import Documents
import Kubernetes

/// A package of the catalogue: applications whose objects a deployment brings to clusters.
package struct DeploymentPackage: Sendable {
  package struct Application: Sendable {
    package var name: String
    package var namespace: String
    package var objects: [Value]
  }

  package let name: String
  package let isExtension: Bool
  package let applications: [Application]
  /// Names with the values that they have when nobody gives one.
  package let parameters: [(name: String, standard: String?)]

  /// Reads a package of the catalogue.
  package init(_ object: Value) {
    name = object.name
    isExtension = object["spec", "kind"] == "extension"
    applications = (object["spec", "applications"]?.array ?? []).map {
      Application(
        name: $0["name"]?.string ?? "", namespace: $0["namespace"]?.string ?? "default",
        objects: $0["objects"]?.array ?? [])
    }
    parameters = (object["spec", "parameters"]?.array ?? []).map {
      ($0["name"]?.string ?? "", $0["default"]?.string)
    }
  }

  /// What stands in for `{{ name }}`, or what is wrong with it.
  package func values(
    given: [String: String], cluster: String, network: String
  ) throws(PackageProblem) -> [String: String] {
    let known = parameters.map(\.name)
    if let odd = given.keys.sorted().first(where: { !known.contains($0) }) {
      throw PackageProblem(
        "the package \(name) has no parameter \(odd); "
          + (known.isEmpty ? "it takes none" : "it has \(known.joined(separator: ", "))"))
    }
    let facts = ["cluster.name": cluster, "cluster.network": network]
    var values = facts
    for (parameter, standard) in parameters {
      guard let text = given[parameter] ?? standard else {
        throw PackageProblem("the package \(name) needs a value for \(parameter)")
      }
      values[parameter] = Template.fill(text, facts)
    }
    return values
  }

  /// The objects of all applications, filled in and marked as theirs, namespaces first.
  package func objects(deployment: String, _ values: [String: String]) -> [Value] {
    var namespaces: [String] = []
    for application in applications where !namespaces.contains(application.namespace) {
      namespaces.append(application.namespace)
    }
    let made: [Value] = namespaces.filter { $0 != "default" }.map {
      ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": Value($0)]]
    }
    return made
      + applications.flatMap { application in
        application.objects.map { object in
          var object = Template.fill(object, values)
          object.setAnnotation(
            OrchestratorName.releaseName, Self.release(deployment, application.name))
          object.setAnnotation(OrchestratorName.releaseNamespace, application.namespace)
          let type = object["kind"]?.string ?? ""
          if object.namespace == nil, !Self.clusterWide.contains(type) {
            object["metadata", "namespace"] = Value(application.namespace)
          }
          return object
        }
      }
  }

  /// The name of what a deployment makes of an application.
  package static func release(_ deployment: String, _ application: String) -> String {
    "\(deployment)-\(application)"
  }

  private static let clusterWide = [
    "Namespace", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding",
  ]
}

/// Why a package cannot be deployed as it is asked for.
package struct PackageProblem: Error, Hashable, Sendable {
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }
}

/// Texts with `{{ name }}` in them.
enum Template {
  static func fill(_ document: Value, _ values: [String: String]) -> Value {
    switch document {
    case .string(let text): .string(fill(text, values))
    case .array(let items): .array(items.map { fill($0, values) })
    case .object(let members):
      .object(Members(members.map { ($0.key, fill($0.value, values)) }))
    default: document
    }
  }

  /// A name that has no value stays as it is.
  static func fill(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      let name = String(rest[open.upperBound..<close.lowerBound].filter { $0 != " " })
      result += rest[..<open.lowerBound]
      result += values[name] ?? String(rest[open.lowerBound..<close.upperBound])
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
