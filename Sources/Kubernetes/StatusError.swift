/// Errors as the API answers them: a code, a reason for programs, a message for people.
import Documents

package struct StatusError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The HTTP status.
  package let code: Int
  /// The word that programs look at, as in `NotFound`.
  package let reason: String
  /// The sentence that people read.
  package let message: String
  /// Which object it is about, and why: `name`, `group`, `kind`, `uid`, `causes`.
  package let details: Value?

  /// An error of that code, reason and message.
  package init(code: Int, reason: String, message: String, details: Value? = nil) {
    self.code = code
    self.reason = reason
    self.message = message
    self.details = details
  }

  /// Reads the error from the document that a server answered.
  package init?(document: Value) {
    guard document["kind"]?.string == "Status", document["status"]?.string == "Failure" else {
      return nil
    }
    self.init(
      code: document["code"]?.integer ?? 500, reason: document["reason"]?.string ?? "Unknown",
      message: document["message"]?.string ?? "unknown", details: document["details"])
  }

  package var description: String { message }

  /// The document that a server answers.
  package var document: Value {
    var status: Value = [
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": Value(message),
    ]
    if !reason.isEmpty { status["reason"] = Value(reason) }
    if let details { status["details"] = details }
    status["code"] = Value(code)
    return status
  }

  /// What one field of a refused object lacks.
  package struct Cause: Hashable, Sendable {
    /// The word that programs look at, as in `FieldValueRequired`.
    package let reason: String
    /// The sentence that people read, as in `Required value: give one`.
    package let message: String
    /// The path of the field, as in `spec.ports[0].port`.
    package let field: String

    /// A cause of that reason, message and field.
    package init(reason: String, message: String, field: String) {
      self.reason = reason
      self.message = message
      self.field = field
    }
  }
}

extension StatusError {
  /// There is no such object.
  package static func notFound(_ type: ResourceType, _ name: String) -> StatusError {
    StatusError(
      code: 404, reason: "NotFound", message: "\(type.groupResource) \"\(name)\" not found",
      details: details(type, name))
  }

  /// There is no such path.
  package static let unknownPath = StatusError(
    code: 404, reason: "NotFound",
    message: "the server could not find the requested resource", details: [:])

  /// An object of this name exists.
  package static func alreadyExists(_ type: ResourceType, _ name: String) -> StatusError {
    StatusError(
      code: 409, reason: "AlreadyExists",
      message: "\(type.groupResource) \"\(name)\" already exists", details: details(type, name))
  }

  /// The object was changed since the client read it.
  package static func conflict(
    _ type: ResourceType, _ name: String,
    _ why: String = "the object has been modified; "
      + "please apply your changes to the latest version and try again"
  ) -> StatusError {
    StatusError(
      code: 409, reason: "Conflict",
      message: "Operation cannot be fulfilled on \(type.groupResource) \"\(name)\": \(why)",
      details: details(type, name))
  }

  /// The object breaks rules; the message lists every one.
  package static func invalid(_ type: ResourceType, _ name: String, _ causes: [Cause])
    -> StatusError
  {
    let sentences = causes.map { "\($0.field): \($0.message)" }
    let list = sentences.count == 1 ? sentences[0] : "[\(sentences.joined(separator: ", "))]"
    var details: Value = ["name": Value(name)]
    if !type.group.isEmpty { details["group"] = Value(type.group) }
    details["kind"] = Value(type.kind)
    details["causes"] = .array(
      causes.map {
        ["reason": Value($0.reason), "message": Value($0.message), "field": Value($0.field)]
      })
    return StatusError(
      code: 422, reason: "Invalid", message: "\(type.groupKind) \"\(name)\" is invalid: \(list)",
      details: details)
  }

  /// The request cannot be understood.
  package static func badRequest(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }

  /// The user may not do this; `action` is as in `cannot list resource "secrets" …`.
  package static func forbidden(_ type: ResourceType, _ name: String?, _ action: String)
    -> StatusError
  {
    let subject = name.map { "\(type.groupResource) \"\($0)\"" } ?? type.groupResource
    return StatusError(
      code: 403, reason: "Forbidden", message: "\(subject) is forbidden: \(action)",
      details: details(type, name))
  }

  /// Nobody the server knows asked.
  package static let unauthorized = StatusError(
    code: 401, reason: "Unauthorized", message: "Unauthorized")

  /// The path exists, but not for this method.
  package static let methodNotAllowed = StatusError(
    code: 405, reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource", details: [:])

  /// The body is in a format that is not read here.
  package static func unsupportedMediaType(_ accepted: [String]) -> StatusError {
    StatusError(
      code: 415, reason: "UnsupportedMediaType",
      message: "the body of the request was in an unknown format - accepted media types include: "
        + accepted.joined(separator: ", "))
  }

  /// A watch asked for changes that are no longer remembered.
  package static func expired(_ asked: Int, oldest: Int) -> StatusError {
    StatusError(
      code: 410, reason: "Expired", message: "too old resource version: \(asked) (\(oldest))")
  }

  /// Something failed that is not the client's doing.
  package static func internalError(_ message: String) -> StatusError {
    StatusError(
      code: 500, reason: "InternalError", message: "Internal error occurred: \(message)",
      details: ["causes": [["message": Value(message)]]])
  }

  private static func details(_ type: ResourceType, _ name: String?) -> Value {
    var details = Value.object([:])
    if let name { details["name"] = Value(name) }
    if !type.group.isEmpty { details["group"] = Value(type.group) }
    details["kind"] = Value(type.plural)
    return details
  }
}

extension StatusError.Cause {
  /// A value that breaks a rule.
  package static func invalid(_ field: String, _ value: Value, _ why: String)
    -> StatusError.Cause
  {
    .init(
      reason: "FieldValueInvalid", message: "Invalid value: \(value.json()): \(why)",
      field: field)
  }

  /// A value that must be there.
  package static func required(_ field: String, _ why: String = "") -> StatusError.Cause {
    .init(
      reason: "FieldValueRequired",
      message: why.isEmpty ? "Required value" : "Required value: \(why)", field: field)
  }

  /// A value that is none of the known ones.
  package static func unsupported(_ field: String, _ value: Value, _ known: [String])
    -> StatusError.Cause
  {
    let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
    return .init(
      reason: "FieldValueNotSupported",
      message: "Unsupported value: \(value.json()): supported values: \(list)", field: field)
  }

  /// A value that may not be there, or not be changed.
  package static func forbidden(_ field: String, _ why: String) -> StatusError.Cause {
    .init(reason: "FieldValueForbidden", message: "Forbidden: \(why)", field: field)
  }

  /// A value that occurs twice.
  package static func duplicate(_ field: String, _ value: Value) -> StatusError.Cause {
    .init(
      reason: "FieldValueDuplicate", message: "Duplicate value: \(value.json())", field: field)
  }
}
