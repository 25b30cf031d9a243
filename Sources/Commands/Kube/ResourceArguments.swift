import Documents
import Kubernetes
import KubernetesClient

/// What a call names: one or more types, and names within them, in any of the ways that `kubectl`
/// takes (`pods`, `pod x y`, `pod/x svc/y`, `pods,services`, `all`).
struct ResourceArguments {
  struct Item: Hashable {
    let type: ResourceType
    let name: String?
  }

  let items: [Item]
  /// Whether several types were asked for, so that names are shown with their type.
  let isMixed: Bool

  init(_ words: [String], _ call: Call) throws(CommandError) {
    guard let first = words.first else {
      throw CommandError(
        verbatim: "You must specify the type of resource to get. Use \"kubectl api-resources\" "
          + "for a complete list of supported resources.\n\n"
          + "error: Required resource not specified.")
    }
    if words.contains(where: { $0.contains("/") }) {
      var items: [Item] = []
      for word in words {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
          throw CommandError(
            "there is no need to specify a resource type as a separate argument when passing "
              + "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' "
              + "instead of 'kubectl get resource resource/<resource_name>'")
        }
        guard !parts[1].isEmpty else {
          throw CommandError("arguments in resource/name form must have a single resource and name")
        }
        items.append(
          Item(type: try call.type(String(parts[0])), name: String(parts[1])))
      }
      self.items = items
      isMixed = Set(items.map(\.type)).count > 1
      return
    }
    var types: [ResourceType] = []
    for word in first.split(separator: ",") {
      if word == "all" {
        types += try call.types().filter { $0.categories.contains("all") }
      } else if ResourceType.named(String(word)) == nil,
        case let members = try call.types().filter({ $0.categories.contains(String(word)) }),
        !members.isEmpty
      {
        types += members
      } else {
        types.append(try call.type(String(word)))
      }
    }
    let names = words.dropFirst()
    items =
      names.isEmpty
      ? types.map { Item(type: $0, name: nil) }
      : types.flatMap { type in names.map { Item(type: type, name: $0) } }
    isMixed = types.count > 1
  }

  /// The one object that the words name.
  static func one(
    _ words: [String], _ call: Call
  ) throws(CommandError) -> (type: ResourceType, name: String) {
    let arguments = try ResourceArguments(words, call)
    guard let item = arguments.items.first, let name = item.name else {
      throw CommandError("resource name may not be empty")
    }
    return (item.type, name)
  }
}
