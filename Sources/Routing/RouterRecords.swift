import Documents

/// How a router takes part in the network.
package enum RouterMode: String, Hashable, Sendable {
  /// It accepts links and carries streams for others.
  case interior
  /// It has one link to an interior router and carries nothing for others.
  case edge
}

/// What a site tells about itself; routers carry it and do not look into `services`.
package struct SiteRecord: Hashable, Sendable {
  package var id: String
  package var name: String
  package var namespace: String
  package var version: String
  package var platform: String
  /// The services that the site defines, as text that only controllers understand.
  package var services: String

  package init(
    id: String, name: String, namespace: String = "", version: String = "", platform: String = "",
    services: String = ""
  ) {
    self.id = id
    self.name = name
    self.namespace = namespace
    self.version = version
    self.platform = platform
    self.services = services
  }

  init(_ value: Value?) {
    func text(_ key: String) -> String { value?[key]?.string ?? "" }
    self.init(
      id: text("id"), name: text("name"), namespace: text("namespace"), version: text("version"),
      platform: text("platform"), services: text("services"))
  }

  var value: Value {
    .object([
      "id": .string(id), "name": .string(name), "namespace": .string(namespace),
      "version": .string(version), "platform": .string(platform), "services": .string(services),
    ])
  }
}

/// What a router says first on a link.
package struct Hello: Hashable, Sendable {
  /// The version of the link protocol.
  package static let version = 1

  package var router: String
  package var mode: RouterMode
  package var site: SiteRecord
  /// What crossing the link costs; the side that dialled decides.
  package var cost: Int
  package var version: Int

  package init(
    router: String, mode: RouterMode, site: SiteRecord, cost: Int = 1, version: Int = Self.version
  ) {
    self.router = router
    self.mode = mode
    self.site = site
    self.cost = cost
    self.version = version
  }

  init(_ value: Value) throws(ProtocolError) {
    guard let router = value["router"]?.string, let version = value["version"]?.integer else {
      throw ProtocolError("it does not say who it is")
    }
    self.init(
      router: router, mode: RouterMode(rawValue: value["mode"]?.string ?? "") ?? .interior,
      site: SiteRecord(value["site"]), cost: max(1, value["cost"]?.integer ?? 1), version: version)
  }

  var value: Value {
    .object([
      "router": .string(router), "mode": .string(mode.rawValue), "site": site.value,
      "cost": .integer(cost), "version": .integer(version),
    ])
  }
}

/// A router's description of itself, which floods through the network. A higher sequence replaces
/// a lower one.
package struct Advert: Hashable, Sendable {
  package var router: String
  package var sequence: Int
  package var mode: RouterMode
  package var site: SiteRecord
  /// The routers that it has a link to, and what crossing it costs.
  package var neighbours: [String: Int]
  /// How many consumers it has for each address.
  package var consumers: [String: Int]

  package init(
    router: String, sequence: Int, mode: RouterMode = .interior, site: SiteRecord,
    neighbours: [String: Int] = [:], consumers: [String: Int] = [:]
  ) {
    self.router = router
    self.sequence = sequence
    self.mode = mode
    self.site = site
    self.neighbours = neighbours
    self.consumers = consumers
  }

  init(_ value: Value) throws(ProtocolError) {
    guard let router = value["router"]?.string, let sequence = value["sequence"]?.integer else {
      throw ProtocolError("it describes a router without a name")
    }
    self.init(
      router: router, sequence: sequence,
      mode: RouterMode(rawValue: value["mode"]?.string ?? "") ?? .interior,
      site: SiteRecord(value["site"]), neighbours: Self.numbers(value["neighbours"]),
      consumers: Self.numbers(value["consumers"]))
  }

  var value: Value {
    .object([
      "router": .string(router), "sequence": .integer(sequence), "mode": .string(mode.rawValue),
      "site": site.value, "neighbours": Self.list(neighbours), "consumers": Self.list(consumers),
    ])
  }

  // Lists of pairs, in a fixed order, so that equal adverts are equal texts.
  private static func list(_ numbers: [String: Int]) -> Value {
    .array(
      numbers.sorted { $0.key < $1.key }.map { .array([.string($0.key), .integer($0.value)]) })
  }

  private static func numbers(_ value: Value?) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for pair in value?.array ?? [] {
      if let key = pair[0]?.string, let number = pair[1]?.integer { numbers[key] = number }
    }
    return numbers
  }
}
