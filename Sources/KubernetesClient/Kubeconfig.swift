import Documents
import YAML

/// Client of the Kubernetes API, for commands, programs in pods and checks: configuration files,
/// requests, answers and watches.

/// A client configuration file, read, edited and printed as `kubectl` does: clusters, users and
/// contexts, and which context is current.
package struct Kubeconfig: Hashable, Sendable {
  /// The whole document; what is not known here is kept.
  package private(set) var document: Value

  package init(document: Value = Kubeconfig.empty) { self.document = document }

  /// A configuration from its text.
  package init(text: String, file: String) throws(YAMLError) {
    let document = try YAML.parse(text, file: file)
    self.init(document: document.object == nil ? Kubeconfig.empty : document)
  }

  package static let empty: Value = [
    "apiVersion": "v1", "clusters": [], "contexts": [], "current-context": "", "kind": "Config",
    "preferences": [:], "users": [],
  ]

  /// The text of the file.
  package var text: String { document.sortedByKey().yaml() }

  /// The name of the current context; nothing when none is set.
  package var currentContext: String? {
    get { document["current-context"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    set { document["current-context"] = .string(newValue ?? "") }
  }

  /// The names of all contexts in the order of the file.
  package var contextNames: [String] { names("contexts") }

  /// The names of all clusters and of all users in the order of the file.
  package var clusterNames: [String] { names("clusters") }
  package var userNames: [String] { names("users") }

  /// The context of that name.
  package func context(_ name: String) -> Context? {
    entry("contexts", name)?["context"].map {
      Context(
        cluster: $0["cluster"]?.string ?? "", user: $0["user"]?.string ?? "",
        namespace: $0["namespace"]?.string)
    }
  }

  /// Adds or replaces a context.
  package mutating func setContext(_ name: String, _ context: Context) {
    var value: Value = ["cluster": Value(context.cluster)]
    if let namespace = context.namespace { value["namespace"] = Value(namespace) }
    value["user"] = Value(context.user)
    setEntry("contexts", name, "context", value)
  }

  /// The cluster of that name as it stands in the file: `server`, `certificate-authority-data`.
  package func cluster(_ name: String) -> Value? { entry("clusters", name)?["cluster"] }

  package mutating func setCluster(_ name: String, _ cluster: Value) {
    setEntry("clusters", name, "cluster", cluster)
  }

  /// The user of that name as it stands in the file: `token` or certificates.
  package func user(_ name: String) -> Value? { entry("users", name)?["user"] }

  package mutating func setUser(_ name: String, _ user: Value) {
    setEntry("users", name, "user", user)
  }

  /// Removes a cluster, user or context.
  package mutating func remove(_ section: Section, _ name: String) {
    let items = document[section.rawValue]?.array ?? []
    document[section.rawValue] = .array(items.filter { $0["name"]?.string != name })
  }

  /// Sets or removes the member at a path of names, as `clusters.here.server`; lists of named things
  /// are walked by name. Says whether there was something at a path to be removed.
  @discardableResult
  package mutating func set(_ path: [String], to value: Value?) -> Bool {
    guard let first = path.first else { return false }
    let kinds = ["clusters": "cluster", "contexts": "context", "users": "user"]
    guard let kind = kinds[first], path.count > 1 else {
      let had = document[first] != nil
      document[first] = path.count == 1 ? value : document[first]
      return had && path.count == 1
    }
    let name = path[1]
    let known = names(first).contains(name)
    guard path.count > 2 else {
      if value == nil { Section(rawValue: first).map { remove($0, name) } }
      return known
    }
    var entry = entry(first, name)?[kind] ?? .object([:])
    let key = path[2...].joined(separator: ".")
    let had = entry[key] != nil
    entry[key] = value
    if known || value != nil { setEntry(first, name, kind, entry) }
    return had
  }

  package enum Section: String, Sendable { case clusters, users, contexts }

  /// Which cluster as which user in which namespace.
  package struct Context: Hashable, Sendable {
    package var cluster: String
    package var user: String
    package var namespace: String?

    package init(cluster: String, user: String, namespace: String? = nil) {
      self.cluster = cluster
      self.user = user
      self.namespace = namespace
    }
  }

  /// This file with what it lacks taken from another, as several files in KUBECONFIG are merged:
  /// the first to name a thing wins.
  package func merging(_ other: Kubeconfig) -> Kubeconfig {
    var merged = self
    for section in ["clusters", "users", "contexts"] {
      let known = Set(names(section))
      let added = (other.document[section]?.array ?? []).filter {
        !known.contains($0["name"]?.string ?? "")
      }
      merged.document[section] = .array((document[section]?.array ?? []) + added)
    }
    if merged.currentContext == nil { merged.currentContext = other.currentContext }
    return merged
  }

  private func names(_ section: String) -> [String] {
    (document[section]?.array ?? []).compactMap { $0["name"]?.string }
  }

  private func entry(_ section: String, _ name: String) -> Value? {
    document[section]?.array?.first { $0["name"]?.string == name }
  }

  private mutating func setEntry(_ section: String, _ name: String, _ key: String, _ value: Value) {
    var items = document[section]?.array ?? []
    let item: Value = [key: value, "name": Value(name)]
    if let index = items.firstIndex(where: { $0["name"]?.string == name }) {
      items[index] = item
    } else {
      items.append(item)
    }
    document[section] = .array(items)
  }
}
