/// Bodies of requests as documents: JSON, YAML, or Kubernetes' protobuf.
import Documents
import HTTP
import Kubernetes
import YAML

extension APICall {
  /// The media type of the body, without parameters; JSON when nothing is said.
  var mediaType: String {
    let text = request.headers["Content-Type"] ?? ""
    let type = text.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    return type.isEmpty || type == "*/*" ? "application/json" : type
  }

  /// The body as a document; nothing when there is none.
  func body() throws(StatusError) -> Value? {
    if request.body.isEmpty { return nil }
    switch mediaType {
    case "application/vnd.kubernetes.protobuf":
      return try ProtobufObject.decode(request.body)
    case "application/yaml", "application/apply-patch+yaml":
      if request.body.first == UInt8(ascii: "{") { return try json() }
      do {
        return try YAML.parse(String(decoding: request.body, as: UTF8.self))
      } catch {
        throw .badRequest("the body is not readable: \(error)")
      }
    case "application/json", "application/merge-patch+json",
      "application/strategic-merge-patch+json", "application/json-patch+json",
      "application/x-www-form-urlencoded", "text/plain":
      return try json()
    default:
      throw .unsupportedMediaType([
        "application/json", "application/yaml", "application/vnd.kubernetes.protobuf",
      ])
    }
  }

  /// The body as an object of the path's type, in the path's place.
  func object() throws(StatusError) -> Value {
    guard var object = try body(), object.object != nil else {
      throw .badRequest("the body must be a \(type.kind), but holds no object")
    }
    let version = object["apiVersion"]?.string ?? type.apiVersion
    let kind = object["kind"]?.string ?? type.kind
    guard version == type.apiVersion else {
      throw .badRequest(
        "the API version in the data (\(version)) does not match the expected API version "
          + "(\(type.apiVersion))")
    }
    guard kind == type.kind else {
      throw .badRequest("the kind in the data (\(kind)) does not match the expected \(type.kind)")
    }
    if type.namespaced {
      if let stated = object.namespace, !stated.isEmpty, let place = path.namespace,
        stated != place
      {
        throw .badRequest(
          "the namespace of the provided object does not match the namespace sent on the request")
      }
      object["metadata", "namespace"] = path.namespace.map(Value.string)
    }
    if let name = path.name {
      if object.name.isEmpty { object["metadata", "name"] = .string(name) }
      guard object.name == name else {
        throw .badRequest(
          "the name of the object (\(object.name)) does not match the name on the URL (\(name))")
      }
    }
    return object
  }

  private func json() throws(StatusError) -> Value {
    do {
      return try JSON.parse(request.body)
    } catch {
      throw .badRequest("the body of the request is not readable: \(error)")
    }
  }
}
