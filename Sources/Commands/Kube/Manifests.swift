import Documents
import Kubernetes
import KubernetesClient
import Platform
import YAML

/// Objects in files, as `-f` names them.
enum Manifests {
  static let flag = Flag("filename", "f", .list, "The files (- for standard input) or folders.")

  /// The objects of files and folders in their order; lists are taken apart.
  static func read(_ paths: [String], _ call: Call) throws(CommandError) -> [Value] {
    var objects: [Value] = []
    for path in paths {
      for (name, text) in try texts(path) {
        do {
          for document in try YAML.parseAll(text, file: name) where !document.isEmpty {
            objects +=
              document["kind"]?.string?.hasSuffix("List") == true
              ? document["items"]?.array ?? [] : [document]
          }
        } catch {
          throw CommandError("error parsing \(name): \(error.description)")
        }
      }
    }
    for object in objects {
      var missing: [String] = []
      if object["apiVersion"]?.string == nil { missing.append("apiVersion not set") }
      if object["kind"]?.string == nil { missing.append("kind not set") }
      guard missing.isEmpty else {
        let list = missing.count == 1 ? missing[0] : "[\(missing.joined(separator: ", "))]"
        throw CommandError(
          "error validating \"\(paths[0])\": error validating data: \(list); if you choose to "
            + "ignore these errors, turn validation off with --validate=false")
      }
    }
    guard !objects.isEmpty else { throw CommandError("no objects passed to \(call.verb)") }
    return objects
  }

  /// The type of an object.
  static func type(of object: Value, _ call: Call) throws(CommandError) -> ResourceType {
    let version = object["apiVersion"]?.string ?? ""
    let kind = object["kind"]?.string ?? ""
    if let type = ResourceType.with(apiVersion: version, kind: kind) { return type }
    guard let type = try call.types().with(apiVersion: version, kind: kind) else {
      throw CommandError(
        "resource mapping not found for name: \"\(object.name)\" namespace: \"\(object.namespace ?? "")\": "
          + "no matches for kind \"\(kind)\" in version \"\(version)\"\n"
          + "ensure CRDs are installed first")
    }
    return type
  }

  /// A document written on the command line; nothing when it can't be read.
  static func parse(_ text: String) -> Value? { try? YAML.parse(text, file: nil) }

  private static func texts(_ path: String) throws(CommandError) -> [(String, String)] {
    do {
      if path == "-" {
        return [("STDIN", String(decoding: try StandardStream.input.readToEnd(), as: UTF8.self))]
      }
      if Files.isDirectory(path) {
        var found: [(String, String)] = []
        for name in try Files.list(path).sorted()
        where [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) {
          found.append(("\(path)/\(name)", try Files.readText("\(path)/\(name)")))
        }
        return found
      }
      return [(path, try Files.readText(path))]
    } catch {
      throw CommandError("the path \"\(path)\" does not exist")
    }
  }
}
