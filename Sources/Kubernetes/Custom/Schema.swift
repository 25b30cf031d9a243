import Documents

/// What a document of a custom type may hold: the structural schema of a definition's version.
package struct Schema: Hashable, Sendable {
  /// `object`, `array`, `string`, `integer`, `number` or `boolean`; nothing where any may stand.
  package private(set) var type: String?
  package private(set) var summary: String
  /// The members of an object that are known by name.
  package private(set) var properties: [String: Schema]
  /// What the members of an object that have no name of their own are.
  package private(set) var others: Others
  /// What the items of an array are: one schema, or none.
  package private(set) var items: [Schema]
  package internal(set) var required: [String]
  /// What stands where nothing is said.
  package private(set) var standard: Value?
  package private(set) var isNullable: Bool
  /// Whether unknown members stay.
  package private(set) var keepsUnknown: Bool
  package private(set) var isIntegerOrString: Bool
  /// Whether this is a whole object of its own, with kind and metadata.
  package private(set) var isEmbedded: Bool
  let rules: Rules

  /// Members that are not known by name.
  package enum Others: Hashable, Sendable {
    case forbidden, any
    /// One schema, in an array because a value cannot hold itself.
    case like([Schema])
  }

  /// Reads a schema; what is not understood is left out, and ``Definition`` says so.
  package init(_ document: Value) {
    type = document["type"]?.string
    summary = document["description"]?.string ?? ""
    properties = [:]
    for (name, schema) in document["properties"]?.object ?? [:] {
      properties[name] = Schema(schema)
    }
    others =
      switch document["additionalProperties"] {
      case .bool(true)?: .any
      case .object(let members)?: .like([Schema(.object(members))])
      default: .forbidden
      }
    items = document["items"].map { [Schema($0)] } ?? []
    required = document["required"]?.array?.compactMap(\.string) ?? []
    standard = document["default"]
    isNullable = document["nullable"]?.bool ?? false
    keepsUnknown = document["x-kubernetes-preserve-unknown-fields"]?.bool ?? false
    isIntegerOrString = document["x-kubernetes-int-or-string"]?.bool ?? false
    isEmbedded = document["x-kubernetes-embedded-resource"]?.bool ?? false
    rules = Rules(document)
  }

  /// Limits of a value beside its type.
  struct Rules: Hashable, Sendable {
    var allowed: [Value]?
    var minimum: Double?
    var maximum: Double?
    var excludesMinimum: Bool
    var excludesMaximum: Bool
    var multipleOf: Double?
    var minLength: Int?
    var maxLength: Int?
    var pattern: String?
    var format: String?
    var minItems: Int?
    var maxItems: Int?
    var minProperties: Int?
    var maxProperties: Int?
    /// `set` or `map`: which items of a list may not be there twice.
    var listType: String?
    var listKeys: [String]
    var all: [Schema]
    var any: [Schema]
    var one: [Schema]
    var not: [Schema]

    init(_ document: Value) {
      func schemas(_ key: String) -> [Schema] { (document[key]?.array ?? []).map(Schema.init) }
      allowed = document["enum"]?.array
      minimum = document["minimum"]?.number
      maximum = document["maximum"]?.number
      excludesMinimum = document["exclusiveMinimum"]?.bool ?? false
      excludesMaximum = document["exclusiveMaximum"]?.bool ?? false
      multipleOf = document["multipleOf"]?.number
      minLength = document["minLength"]?.integer
      maxLength = document["maxLength"]?.integer
      pattern = document["pattern"]?.string
      format = document["format"]?.string
      minItems = document["minItems"]?.integer
      maxItems = document["maxItems"]?.integer
      minProperties = document["minProperties"]?.integer
      maxProperties = document["maxProperties"]?.integer
      listType = document["x-kubernetes-list-type"]?.string
      listKeys = document["x-kubernetes-list-map-keys"]?.array?.compactMap(\.string) ?? []
      all = schemas("allOf")
      any = schemas("anyOf")
      one = schemas("oneOf")
      not = document["not"].map { [Schema($0)] } ?? []
    }
  }
}
