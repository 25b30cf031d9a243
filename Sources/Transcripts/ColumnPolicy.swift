/// What a table's column, or a document's member, may hold in place of what is expected, by its
/// name.
package enum ColumnPolicy: Hashable, Sendable {
  /// Anything.
  case volatile
  /// An age or a date for another one.
  case time
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
  /// A port that the cluster chose for another one that it chose.
  case nodePort
  /// A point in time as a number, for another one.
  case moment
  /// Any share in per cent of a strict one: `12%/80%`.
  case share
  /// Any number, with or without a unit.
  case number
  /// The number of a cloud's account for another one.
  case account
  /// A number with a point for another one with a point.
  case measure
  /// A port that a client's system chose for another one.
  case clientPort
  /// A time for another one, as in a column of times; a bare number is none.
  case clearTime
  /// A number with a unit for another one with a unit.
  case amount
  /// To the letter.
  case strict
  /// Token by token, as anywhere in a text.
  case tokens

  private static let byMember: [String: ColumnPolicy] = [
    "resourceVersion": .number, "generation": .number, "observedGeneration": .number,
    "Pid": .number, "pid": .number, "ts": .moment, "timestamp": .moment, "time": .moment,
    "disk size": .number, "nodePort": .nodePort, "restartCount": .restarts, "image": .image,
    "duration": .measure, "latency": .measure, "elapsed": .measure, "request_time": .measure,
    "responseTime": .number, "duration_ms": .number, "latency_ms": .number, "elapsed_ms": .number,
    "took": .number, "remote_port": .clientPort,
    "phase": .state, "Account": .account, "AccountId": .account, "OwnerId": .account,
  ]

  private static let byHeader: [String: ColumnPolicy] = [
    "AGE": .time, "LAST SEEN": .time, "LAST UP": .time, "SINCE": .time,
    "TARGETS": .share, "FIRST SEEN": .time, "DURATION": .time,
    "CREATED": .time, "TIME": .time, "UPDATED": .time, "UPTIME": .time,
    "CLUSTER-IP": .address, "EXTERNAL-IP": .address, "IP": .address, "NODE": .address,
    "ENDPOINTS": .tokens, "STATUS": .state, "PHASE": .state, "STATE": .state, "TYPE": .strict,
    "READY": .readiness, "DESIRED": .readiness, "CURRENT": .readiness, "AVAILABLE": .readiness,
    "UP-TO-DATE": .readiness, "RESTARTS": .restarts, "IMAGE": .image, "IMAGES": .image,
    "VERSION": .version, "PORT(S)": .ports, "PORTS": .ports, "PID": .number, "SIZE": .number,
    "USED": .number, "CPU": .number, "MEM": .number, "%CPU": .number, "%MEM": .number,
    "CPU(CORES)": .number, "MEMORY(BYTES)": .number, "CPU%": .number, "MEMORY%": .number,
    "COUNT": .tokens, "DB SIZE": .number, "MAJ:MIN": .number, "VSZ": .number, "RSS": .number,
    "TTY": .volatile,
    "STAT": .volatile,
    "START": .time, "STIME": .time, "CPU(cores)": .number, "MEMORY(bytes)": .number,
    "Size": .number, "Used": .number, "Avail": .number, "Use%": .number, "1K-blocks": .number,
    "1M-blocks": .number, "Available": .number, "Capacity": .number, "total": .number,
    "used": .number, "free": .number, "shared": .number, "buff/cache": .number,
    "available": .number, "CPU %": .number, "MEM %": .number, "MEM USAGE / LIMIT": .number,
    "NET I/O": .number, "BLOCK I/O": .number, "PIDS": .number, "LAST SCHEDULE": .time,
    "REQUESTEDDURATION": .strict, "FSAVAIL": .number, "FSUSE%": .number,
    "Inodes": .number, "IUsed": .number, "IFree": .number, "IUse%": .number,
    "store.size": .number, "pri.store.size": .number, "dataset.size": .number,
    "DEVICE": .number, "LOGIN@": .volatile, "IDLE": .volatile, "JCPU": .volatile, "PCPU": .volatile,
  ]

  /// Headers in small letters by which some programs' tables are known; a first column without
  /// a header is the empty word.
  static let mixedHeaders: [[String]] = [
    ["Filesystem", "Size", "Used", "Avail", "Use%", "Mounted on"],
    ["Filesystem", "1K-blocks", "Used", "Available", "Use%", "Mounted on"],
    ["Filesystem", "1M-blocks", "Used", "Available", "Use%", "Mounted on"],
    ["Filesystem", "Type", "Size", "Used", "Avail", "Use%", "Mounted on"],
    ["Filesystem", "Type", "1K-blocks", "Used", "Available", "Use%", "Mounted on"],
    ["Filesystem", "Inodes", "IUsed", "IFree", "IUse%", "Mounted on"],
    ["", "total", "used", "free", "shared", "buff/cache", "available"],
    [
      "health", "status", "index", "uuid", "pri", "rep", "docs.count", "docs.deleted",
      "store.size", "pri.store.size",
    ],
    [
      "health", "status", "index", "uuid", "pri", "rep", "docs.count", "docs.deleted",
      "store.size", "pri.store.size", "dataset.size",
    ],
    ["Node", "Address", "Status", "Type", "Build", "Protocol", "DC", "Partition", "Segment"],
    ["Node", "Address", "Status", "Type", "Build", "Protocol", "DC", "Segment"],
    measures,
  ]

  /// Measures of a machine from second to second.
  private static let measures = [
    "r", "b", "swpd", "free", "buff", "cache", "si", "so", "bi", "bo", "in", "cs", "us", "sy", "id",
    "wa", "st",
  ]

  /// What only the readers of a known table know of its columns.
  static func known(_ columns: [String]) -> [String: ColumnPolicy]? {
    knownHeaders.first { $0.columns == columns }?.policies
  }

  /// Tables that are known by their whole header, and what only their readers know.
  private static let knownHeaders: [(columns: [String], policies: [String: ColumnPolicy])] = [
    (
      ["Id", "User", "Host", "db", "Command", "Time", "State", "Info"],
      ["Id": .number, "Time": .number]
    ),
    (
      ["Id", "User", "Host", "db", "Command", "Time", "State", "Info", "Progress"],
      ["Id": .number, "Time": .number]
    ),
    (["Id", "Name", "State"], ["Id": .number]),
    (measures, Dictionary(uniqueKeysWithValues: measures.map { ($0, .number) })),
  ]

  /// The policy for a column in a frame: rows of a database may have any names for their columns,
  /// so that only what looks like a time or an amount with its unit may differ as one.
  static func inFrame(
    _ header: String, _ options: ComparisonOptions, isOfObjects: Bool,
    known: [String: ColumnPolicy]
  ) -> ColumnPolicy {
    let name = header.uppercased()
    if options.mode == .exact || options.strictColumns.contains(header) { return .strict }
    if options.volatileColumns.contains(header) { return .volatile }
    if let policy = known[header] { return policy }
    switch byHeader[name] {
    case .time?: return .clearTime
    case .volatile?: return .tokens
    case .number?: return name == "PID" ? .number : .amount
    case let policy? where isOfObjects: return policy
    default: return .tokens
    }
  }

  /// Whether the column can tell one row from another on any day.
  static func isSteady(_ header: String) -> Bool {
    byHeader[header] == nil
  }

  /// The policy for a document's member, if it has one; else its value is compared by token.
  static func ofMember(_ name: String, _ options: ComparisonOptions) -> ColumnPolicy? {
    if options.strictColumns.contains(name) { return .strict }
    if options.volatileColumns.contains(name) { return .volatile }
    return byMember[name] ?? (Times.isChosen(behind: Piece(name)) ? .strict : nil)
  }

  /// The policy for a column, with the author's own choice first.
  static func of(_ header: String, _ options: ComparisonOptions) -> ColumnPolicy {
    if options.mode == .exact || options.strictColumns.contains(header) { return .strict }
    if options.volatileColumns.contains(header) { return .volatile }
    return byHeader[header] ?? (Times.isChosen(behind: Piece(header)) ? .strict : .tokens)
  }
}
