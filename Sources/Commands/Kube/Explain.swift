import Documents
import Kubernetes
import KubernetesClient

/// `explain`: what a type of object and its fields are for.
enum Explain {
  static let flags = [
    Flag("recursive", nil, .bool, "Show all fields below."),
    Flag("api-version", nil, .text, "Accepted."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    guard let word = call.words.first else {
      throw CommandError(
        "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a "
          + "complete list of supported resources.")
    }
    let parts = word.split(separator: ".").map(String.init)
    let type = try call.type(parts[0])
    let (summary, fields) =
      type.isBuiltIn
      ? (FieldGuide.summaries[type.kind] ?? "", FieldGuide.fields[type.kind])
      : try definition(of: type, call)
    guard let root = fields else {
      throw CommandError("couldn't find resource for \"\(type.groupResource)\"")
    }
    if !type.group.isEmpty { call.print("GROUP:      \(type.group)") }
    call.print("KIND:       \(type.kind)")
    call.print("VERSION:    \(type.version)\n")
    var field = FieldGuide.Field(type.kind, summary, root)
    for part in parts.dropFirst() {
      guard let next = field.fields.first(where: { $0.name == part }) else {
        throw CommandError("field \"\(part)\" does not exist")
      }
      field = next
    }
    if parts.count > 1 { call.print("FIELD: \(field.name) <\(field.type)>\n") }
    call.print("DESCRIPTION:\n    \(field.summary)\n")
    guard !field.fields.isEmpty else { return }
    call.print("FIELDS:")
    for child in field.fields { show(call, child, indent: "  ") }
  }

  /// What the definition of a custom type says about it.
  private static func definition(
    of type: ResourceType, _ call: Call
  ) throws(CommandError) -> (String, [FieldGuide.Field]?) {
    let client = try call.client()
    let definition = try asking { () throws(ClientError) in
      try client.get(.customResourceDefinitions, type.groupResource)
    }
    let version = definition["spec", "versions"]?.array?.first {
      $0["name"]?.string == type.version
    }
    guard let schema = version?["schema", "openAPIV3Schema"].map({ Schema($0) }) else {
      return ("", nil)
    }
    var fields = FieldGuide.fields(of: schema).filter { $0.name != "metadata" }
    fields.append(FieldGuide.metadata)
    return (schema.summary, fields.sorted { $0.name < $1.name })
  }

  private static func show(_ call: Call, _ field: FieldGuide.Field, indent: String) {
    call.print("\(indent)\(field.name)\t<\(field.type)>")
    if call.flags.isSet("recursive") {
      for child in field.fields { show(call, child, indent: indent + "  ") }
    } else {
      call.print("\(indent)  \(field.summary)\n")
    }
  }
}
