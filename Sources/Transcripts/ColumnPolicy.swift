/// What a table column may hold in place of the expected cell, by the word in its header.
package enum ColumnPolicy: Hashable, Sendable {
  /// Anything: ages and times.
  case volatile
  /// An address or host name for another one.
  case address
  /// To the letter, but a pending state is "not ready" rather than wrong.
  case state
  /// How many of how many are there; fewer is "not ready".
  case readiness
  /// Another number is accepted with a warning.
  case restarts
  /// The same image under another tag or registry is accepted with a warning.
  case image
  /// Another version is accepted with a warning.
  case version
  /// Ports with node ports and protocols.
  case ports
  /// Any number, with or without a unit.
  case number
  /// To the letter.
  case strict
  /// Token by token, as anywhere in a text.
  case tokens

  private static let byHeader: [String: ColumnPolicy] = [
    "AGE": .volatile, "LAST SEEN": .volatile, "FIRST SEEN": .volatile, "DURATION": .volatile,
    "CREATED": .volatile, "TIME": .volatile, "UPDATED": .volatile, "UPTIME": .volatile,
    "CLUSTER-IP": .address, "EXTERNAL-IP": .address, "IP": .address, "NODE": .address,
    "ENDPOINTS": .tokens, "STATUS": .state, "PHASE": .state, "STATE": .state, "TYPE": .strict,
    "READY": .readiness, "DESIRED": .readiness, "CURRENT": .readiness, "AVAILABLE": .readiness,
    "UP-TO-DATE": .readiness, "RESTARTS": .restarts, "IMAGE": .image, "IMAGES": .image,
    "VERSION": .version, "PORT(S)": .ports, "PORTS": .ports, "PID": .number, "SIZE": .number,
    "USED": .number, "CPU": .number, "MEM": .number, "%CPU": .number, "%MEM": .number,
    "CPU(CORES)": .number, "MEMORY(BYTES)": .number, "CPU%": .number, "MEMORY%": .number,
    "COUNT": .tokens,
  ]

  /// Whether the column can tell one row from another on any day.
  static func isSteady(_ header: String) -> Bool {
    byHeader[header] == nil
  }

  /// The policy for a column, with the author's own choice first.
  static func of(_ header: String, _ options: ComparisonOptions) -> ColumnPolicy {
    if options.mode == .exact || options.strictColumns.contains(header) { return .strict }
    if options.volatileColumns.contains(header) { return .volatile }
    return byHeader[header] ?? .tokens
  }
}
