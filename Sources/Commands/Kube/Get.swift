import Documents
import Kubernetes
import KubernetesClient

/// `get`: objects as a table, or in the form that `-o` names; with `-w` their changes too.
enum Get {
  static let flags: [Flag] = [
    Flag("output", "o", .text, "How to print: json|yaml|name|wide|jsonpath=…|custom-columns=…."),
    Flag("selector", "l", .text, "Only objects whose labels match."),
    Flag("field-selector", nil, .text, "Only objects whose fields match."),
    Flag("all-namespaces", "A", .bool, "Objects of all namespaces."),
    Flag("watch", "w", .bool, "After listing, show changes as they happen."),
    Flag("watch-only", nil, .bool, "Show changes without listing first."),
    Flag("no-headers", nil, .bool, "Leave out the header line."),
    Flag("show-labels", nil, .bool, "Add the labels as last column."),
    Flag("label-columns", "L", .list, "Add a column for each of these labels."),
    Flag("show-kind", nil, .bool, "Put the type in front of each name."),
    Flag("sort-by", nil, .text, "Sort by this JSONPath."),
    Flag("ignore-not-found", nil, .bool, "Succeed when the object isn't there."),
    Flag("show-managed-fields", nil, .bool, "Keep managed fields in json and yaml."),
    Flag("chunk-size", nil, .text, "Accepted; lists come whole."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let output = try Output(call.flags["output"])
    let arguments = try ResourceArguments(call.words, call)
    if call.words.first == "all" { call.warnOfDeploymentConfigs() }
    if call.flags.isSet("watch") || call.flags.isSet("watch-only") {
      try watch(call, arguments, output)
    } else if output.isTable {
      try tables(call, arguments, output)
    } else {
      try documents(call, arguments, output)
    }
  }

  // Documents.

  private static func documents(
    _ call: Call, _ arguments: ResourceArguments, _ output: Output
  ) throws(CommandError) {
    var items: [Value] = []
    var failures: [CommandError] = []
    for item in arguments.items {
      do {
        items += try objects(call, item)
      } catch {
        failures.append(error)
      }
    }
    if let path = call.flags["sort-by"] { items = try sorted(items, path) }
    let isSingle = arguments.items.count == 1 && arguments.items[0].name != nil
    if isSingle {
      if let object = items.first { call.printer.out(output.text(object)) }
    } else if !items.isEmpty || failures.isEmpty {
      let list: Value = [
        "apiVersion": "v1", "items": .array(items), "kind": "List",
        "metadata": ["resourceVersion": ""],
      ]
      call.printer.out(output.text(list))
    }
    try report(failures, call)
  }

  private static func objects(
    _ call: Call, _ item: ResourceArguments.Item
  ) throws(CommandError) -> [Value] {
    let client = try call.client()
    return try asking { () throws(ClientError) in
      if let name = item.name {
        return call.flags.isSet("ignore-not-found")
          ? try client.find(item.type, name).map { [$0] } ?? []
          : [try client.get(item.type, name)]
      }
      return try client.list(
        item.type, everywhere: call.flags.isSet("all-namespaces"), labels: call.flags["selector"],
        fields: call.flags["field-selector"])
    }
  }

  private static func sorted(_ items: [Value], _ path: String) throws(CommandError) -> [Value] {
    guard let path = try? JSONPath(path) else {
      throw CommandError("the sort expression '\(path)' is no JSONPath")
    }
    return items.sorted {
      let (a, b) = (path.text(for: $0), path.text(for: $1))
      if let x = Double(a), let y = Double(b) { return x < y }
      return a < b
    }
  }

  // Tables.

  private static func tables(
    _ call: Call, _ arguments: ResourceArguments, _ output: Output
  ) throws(CommandError) {
    var blocks: [String] = []
    var failures: [CommandError] = []
    for (_, items) in grouped(arguments.items) {
      var table: ServerTable?
      for item in items {
        do {
          let next = try self.table(call, item, output, isMixed: arguments.isMixed)
          if table == nil { table = next } else { table?.rows += next?.rows ?? [] }
        } catch {
          failures.append(error)
        }
      }
      guard let table, !table.rows.isEmpty else { continue }
      var printer = TablePrinter()
      let rows = (call.flags.isSet("no-headers") ? [] : [table.header]) + table.rows
      blocks.append(printer.lines(rows).map { $0 + "\n" }.joined())
    }
    call.printer.out(blocks.joined(separator: "\n"))
    if blocks.isEmpty, failures.isEmpty, !call.flags.isSet("ignore-not-found") {
      call.warn(
        call.flags.isSet("all-namespaces") || arguments.items.allSatisfy { !$0.type.namespaced }
          ? "No resources found"
          : "No resources found in \(try call.namespace()) namespace.")
    }
    try report(failures, call)
  }

  private static func table(
    _ call: Call, _ item: ResourceArguments.Item, _ output: Output, isMixed: Bool
  ) throws(CommandError) -> ServerTable? {
    let everywhere = call.flags.isSet("all-namespaces") && item.name == nil
    let client = try call.client()
    let document: Value
    do {
      document = try client.table(
        item.type, name: item.name, everywhere: everywhere, labels: call.flags["selector"],
        fields: call.flags["field-selector"])
    } catch  where error.isNotFound && call.flags.isSet("ignore-not-found") {
      return nil
    } catch {
      throw CommandError(error)
    }
    var sorted = document
    if let path = call.flags["sort-by"] {
      sorted["rows"] = .array(try sortedRows(document["rows"]?.array ?? [], path, client, item))
    }
    return ServerTable(
      sorted, isWide: output.isWide, withNamespace: everywhere && item.type.namespaced,
      prefix: isMixed || call.flags.isSet("show-kind") ? "\(item.type.groupSingular)/" : "",
      labelColumns: call.flags.all("label-columns"), showLabels: call.flags.isSet("show-labels"))
  }

  private static func sortedRows(
    _ rows: [Value], _ path: String, _ client: KubernetesClient, _ item: ResourceArguments.Item
  ) throws(CommandError) -> [Value] {
    let objects = try asking { () throws(ClientError) in
      try client.list(
        item.type, everywhere: rows.contains { $0["object"]?.namespace != client.namespace })
    }
    let order = try sorted(objects, path).map { "\($0.namespace ?? "")/\($0.name)" }
    func rank(_ row: Value) -> Int {
      let object = row["object"] ?? .null
      return order.firstIndex(of: "\(object.namespace ?? "")/\(object.name)") ?? order.count
    }
    return rows.sorted { rank($0) < rank($1) }
  }

  // Watching.

  private static func watch(
    _ call: Call, _ arguments: ResourceArguments, _ output: Output
  ) throws(CommandError) {
    guard let item = arguments.items.first, !arguments.isMixed else {
      throw CommandError("you may only specify a single resource type")
    }
    let client = try call.client()
    let everywhere = call.flags.isSet("all-namespaces")
    var printer = TablePrinter()
    var needsHeader = !call.flags.isSet("no-headers")
    func show(_ table: ServerTable) {
      let rows = (needsHeader ? [table.header] : []) + table.rows
      if !table.rows.isEmpty { needsHeader = false }
      if !table.rows.isEmpty { for line in printer.lines(rows) { call.print(line) } }
    }
    var version: String?
    var columns: Value?
    if !call.flags.isSet("watch-only") {
      if output.isTable {
        let document = try asking { () throws(ClientError) in
          try client.table(
            item.type, name: item.name, everywhere: everywhere, labels: call.flags["selector"],
            fields: call.flags["field-selector"])
        }
        version = document["metadata", "resourceVersion"]?.string
        show(ServerTable(document, isWide: output.isWide, withNamespace: everywhere))
      } else {
        for object in try objects(call, item) { call.printer.out(output.text(object)) }
      }
    }
    try asking { () throws(ClientError) in
      try client.watch(
        item.type, name: item.name, everywhere: everywhere, labels: call.flags["selector"],
        fields: call.flags["field-selector"], from: version, asTable: output.isTable
      ) { event in
        guard event.kind != .bookmark else { return true }
        guard event.kind != .error else { return false }
        if output.isTable {
          var table = event.object
          if table["columnDefinitions"]?.isNull != false { table["columnDefinitions"] = columns }
          columns = table["columnDefinitions"]
          show(ServerTable(table, isWide: output.isWide, withNamespace: everywhere))
        } else {
          call.printer.out(output.text(event.object))
        }
        return true
      }
    }
  }

  // Helpers.

  private static func grouped(
    _ items: [ResourceArguments.Item]
  ) -> [(ResourceType, [ResourceArguments.Item])] {
    var groups: [(ResourceType, [ResourceArguments.Item])] = []
    for item in items {
      if let index = groups.firstIndex(where: { $0.0 == item.type }) {
        groups[index].1.append(item)
      } else {
        groups.append((item.type, [item]))
      }
    }
    return groups
  }

  /// Several failures are printed each; the last one ends the command.
  static func report(_ failures: [CommandError], _ call: Call) throws(CommandError) {
    for failure in failures.dropLast() { call.warn(failure.text) }
    if let last = failures.last { throw last }
  }
}
