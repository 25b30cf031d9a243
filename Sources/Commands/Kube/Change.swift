import Documents
import Kubernetes
import KubernetesClient

/// Verbs that change objects in place: `scale`, `label`, `annotate`, `patch`, `apply`, `replace`.
enum Change {
  static let scaleFlags = [
    Flag("replicas", nil, .text, "The number of pods wanted."),
    Flag("current-replicas", nil, .text, "Only if there are so many now."),
    Flag("selector", "l", .text, "Objects whose labels match."),
    Flag("all", nil, .bool, "All objects of the type."),
    Flag("timeout", nil, .text, "Accepted."),
  ]

  static func scale(_ call: Call) throws(CommandError) {
    guard let replicas = try call.flags.integer("replicas") else {
      throw CommandError("required flag(s) \"replicas\" not set")
    }
    guard replicas >= 0 else {
      throw CommandError(
        "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    }
    let client = try call.client()
    for (type, name) in try objects(call) {
      guard type.subresources.contains(where: { $0.name == "scale" }) else {
        throw CommandError(
          "cannot scale \(type.groupSingular) \"\(name)\": the server could not find the requested resource"
        )
      }
      if let expected = try call.flags.integer("current-replicas") {
        let now = try asking { () throws(ClientError) in try client.get(type, name) }
        let count = now["spec", "replicas"]?.integer ?? 1
        guard count == expected else {
          throw CommandError("Expected replicas to be \(expected), was \(count)")
        }
      }
      try asking { () throws(ClientError) in
        try client.patch(type, name, ["spec": ["replicas": Value(replicas)]], subresource: "scale")
      }
      call.print("\(type.groupSingular)/\(name) scaled")
    }
  }

  static let labelFlags = [
    Flag("overwrite", nil, .bool, "Replace values that are there."),
    Flag("selector", "l", .text, "Objects whose labels match."),
    Flag("all", nil, .bool, "All objects of the type."),
    Flag("list", nil, .bool, "Show what is set."),
  ]

  static func label(_ call: Call) throws(CommandError) {
    try mark(call, field: "labels", done: "labeled", undone: "unlabeled")
  }

  static func annotate(_ call: Call) throws(CommandError) {
    try mark(call, field: "annotations", done: "annotated", undone: "annotated")
  }

  private static func mark(
    _ call: Call, field: String, done: String, undone: String
  ) throws(CommandError) {
    let edits = call.words.filter { isEdit($0) }
    let targets = try objects(call, call.words.filter { !isEdit($0) })
    let client = try call.client()
    for (type, name) in targets {
      let old = try asking { () throws(ClientError) in try client.get(type, name) }
      let marks = old["metadata", field]?.object?.strings ?? [:]
      if call.flags.isSet("list") {
        for (key, value) in marks.sorted(by: { $0.key < $1.key }) { call.print("\(key)=\(value)") }
        continue
      }
      guard !edits.isEmpty else {
        throw CommandError(
          "at least one \(field == "labels" ? "label" : "annotation") update is required")
      }
      var changes = Members()
      for edit in edits {
        if edit.hasSuffix("-") {
          changes[String(edit.dropLast())] = .null
          continue
        }
        let parts = edit.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = String(parts[0])
        if let present = marks[key], present != parts[1], !call.flags.isSet("overwrite") {
          throw CommandError(
            "'\(key)' already has a value (\(present)), and --overwrite is false")
        }
        changes[key] = Value(parts[1])
      }
      let isRemoval = edits.allSatisfy { $0.hasSuffix("-") }
      let new = try asking { () throws(ClientError) in
        try client.patch(type, name, ["metadata": .object([field: .object(changes)])])
      }
      let same = new["metadata", field] ?? [:] == old["metadata", field] ?? [:]
      call.print(
        "\(type.groupSingular)/\(name) "
          + (same ? "not \(done)" : isRemoval ? undone : done))
    }
  }

  static let patchFlags = [
    Flag("patch", "p", .text, "The patch, in JSON or YAML."),
    Flag("type", nil, .text, "strategic (the default), merge or json."),
    Flag("subresource", nil, .text, "Patch this subresource."),
    Flag("output", "o", .text, "How to print the object."),
  ]

  static func patch(_ call: Call) throws(CommandError) {
    guard let text = call.flags["patch"] else {
      throw CommandError(
        "must specify --patch or --patch-file containing the contents of the patch")
    }
    guard let patch = (try? JSON.parse(text)) ?? Manifests.parse(text) else {
      throw CommandError("unable to parse \"\(text)\": it is neither JSON nor YAML")
    }
    let (type, name) = try ResourceArguments.one(call.words, call)
    let kind: KubernetesClient.PatchKind =
      switch call.flags["type"] ?? "strategic" {
      case "strategic": patchKind(for: type)
      case "merge": .merge
      case "json": .json
      case let other:
        throw CommandError(
          "--type must be one of [json merge strategic], not \"\(other)\"")
      }
    let client = try call.client()
    let old = try asking { () throws(ClientError) in try client.get(type, name) }
    let new = try asking { () throws(ClientError) in
      try client.patch(
        type, name, patch, kind: kind, subresource: call.flags["subresource"])
    }
    if let form = call.flags["output"] {
      call.printer.out(try Output(form).text(new))
    } else {
      call.print(
        "\(type.groupSingular)/\(name) patched"
          + (old.resourceVersion == new.resourceVersion ? " (no change)" : ""))
    }
  }

  static let applyFlags = [
    Manifests.flag,
    Flag("validate", nil, .text, "false keeps quiet about fields that a custom type lacks."),
    Flag("dry-run", nil, .text, "server or client: say what would be done."),
    Flag("server-side", nil, .bool, "Accepted."),
    Flag("output", "o", .text, "How to print the objects."),
    Flag("force", nil, .bool, "Accepted."),
  ]

  private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

  static func apply(_ call: Call) throws(CommandError) {
    let files = call.flags.all("filename")
    guard !files.isEmpty else { throw CommandError("must specify one of -f and -k") }
    let client = try call.client()
    for var object in try Manifests.read(files, call) {
      let type = try Manifests.type(of: object, call)
      let namespace = object.namespace
      var bare = object
      bare["metadata", "annotations", lastApplied] = nil
      object.setAnnotation(lastApplied, bare.sortedByKey().json() + "\n")
      let old = try asking { () throws(ClientError) in
        try client.find(type, object.name, namespace: namespace)
      }
      guard let old else {
        if !isDryRun(call) {
          try asking { () throws(ClientError) in
            try client.create(type, object, namespace: namespace, isStrict: call.isStrict)
          }
        }
        call.print("\(type.groupSingular)/\(object.name) created\(suffix(call))")
        continue
      }
      let before = old.annotations[lastApplied].flatMap { try? JSON.parse($0) }
      let patch = removals(from: before ?? .null, to: bare, then: object)
      let new =
        isDryRun(call)
        ? old
        : try asking { () throws(ClientError) in
          try client.patch(
            type, object.name, patch, namespace: namespace,
            kind: patchKind(for: type), isStrict: call.isStrict)
        }
      call.print(
        "\(type.groupSingular)/\(object.name) "
          + (new.resourceVersion == old.resourceVersion ? "unchanged" : "configured") + suffix(call)
      )
    }
  }

  static func replace(_ call: Call) throws(CommandError) {
    let client = try call.client()
    for object in try Manifests.read(call.flags.all("filename"), call) {
      let type = try Manifests.type(of: object, call)
      var object = object
      if object.namespace == nil, type.namespaced {
        object["metadata", "namespace"] = Value(client.namespace)
      }
      try asking { () throws(ClientError) in
        try client.update(type, object, isStrict: call.isStrict)
      }
      call.print("\(type.groupSingular)/\(object.name) replaced")
    }
  }

  /// The patch that brings the new document and removes members that the last applied one had.
  private static func removals(from old: Value, to new: Value, then patch: Value) -> Value {
    guard let before = old.object, let after = new.object else { return patch }
    var patch = patch
    for (key, value) in before {
      if after[key] == nil {
        patch[key] = .null
      } else if value.object != nil, let child = after[key], child.object != nil {
        patch[key] = removals(from: value, to: child, then: patch[key] ?? child)
      }
    }
    return patch
  }

  /// Types that the tool has no Go structures for are merged as plain documents.
  private static func patchKind(for type: ResourceType) -> KubernetesClient.PatchKind {
    type.isBuiltIn && !type.group.contains(".openshift.io") ? .strategic : .merge
  }

  static func isDryRun(_ call: Call) -> Bool {
    call.flags["dry-run"].map { $0 != "none" && $0 != "false" } ?? false
  }

  static func suffix(_ call: Call) -> String {
    guard isDryRun(call) else { return "" }
    return call.flags["dry-run"] == "server" ? " (server dry run)" : " (dry run)"
  }

  private static func isEdit(_ word: String) -> Bool {
    word.contains("=") || (word.hasSuffix("-") && word.count > 1)
  }

  /// The objects that a call names, by name, selector or `--all`.
  static func objects(
    _ call: Call, _ words: [String]? = nil
  ) throws(CommandError) -> [(ResourceType, String)] {
    var found: [(ResourceType, String)] = []
    for item in try ResourceArguments(words ?? call.words, call).items {
      if let name = item.name {
        found.append((item.type, name))
        continue
      }
      guard call.flags.isGiven("selector") || call.flags.isSet("all") else {
        throw CommandError("resource(s) were provided, but no name was specified")
      }
      let client = try call.client()
      found += try asking { () throws(ClientError) in
        try client.list(item.type, labels: call.flags["selector"])
      }.map { (item.type, $0.name) }
    }
    return found
  }
}
