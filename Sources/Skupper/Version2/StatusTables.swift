import Documents
import Kubernetes

/// Lines in columns that tabulators set, as the commands of version 2 print them.
package enum Tabs {
  /// Cells padded with tabulators to the widest of their column, the last one as it is.
  /// - Parameter least: the least width of a column.
  package static func text(_ rows: [[String]], least: Int = 0) -> String {
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.dropLast().enumerated() {
        let width = max(least, cell.unicodeScalars.count + 1)
        if index < widths.count {
          widths[index] = max(widths[index], width)
        } else {
          widths.append(width)
        }
      }
    }
    let stops = widths.map { ($0 + 7) / 8 * 8 }
    return rows.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        line += cell
        guard index < row.count - 1 else { continue }
        let gap = stops[index] - cell.unicodeScalars.count
        line += String(repeating: "\t", count: (gap + 7) / 8)
      }
      return line + "\n"
    }.joined()
  }
}

/// What `status` says about version 2's objects.
extension Version2 {
  package static func siteTable(_ sites: [Value]) -> String {
    guard !sites.isEmpty else { return "There is no existing Skupper site resource\n" }
    return Tabs.text(
      [["NAME", "STATUS", "MESSAGE"]]
        + sites.map { [$0.name, $0.status("status"), $0.status("message")] })
  }

  package static func linkTable(_ links: [Value]) -> String {
    guard !links.isEmpty else { return "There are no link resources in the namespace\n" }
    return Tabs.text(
      [["NAME", "STATUS", "COST", "MESSAGE"]]
        + links.map { [$0.name, $0.status("status"), $0.cost, $0.status("message")] })
  }

  /// One link with all that is known of it.
  package static func linkText(_ link: Value) -> String {
    [
      ("Name", link.name), ("Status", link.status("status")), ("Cost", link.cost),
      ("Message", link.status("message")),
    ].map { "\($0)\t: \($1)\n" }.joined()
  }

  package static func listenerTable(_ listeners: [Value]) -> String {
    guard !listeners.isEmpty else { return "No listeners found\n" }
    return Tabs.text(
      [["NAME", "STATUS", "ROUTING-KEY", "HOST", "PORT", "MATCHING-CONNECTOR", "MESSAGE"]]
        + listeners.map {
          [
            $0.name, $0.status("status"), $0.spec("routingKey"), $0.spec("host"), $0.spec("port"),
            $0.isMatched("hasMatchingConnector"), $0.status("message"),
          ]
        }, least: 8)
  }

  /// One listener with all that is known of it.
  package static func listenerText(_ listener: Value) -> String {
    Tabs.text(
      [
        ["Name:", listener.name], ["Status:", listener.status("status")],
        ["Routing key:", listener.spec("routingKey")], ["Host:", listener.spec("host")],
        ["Port:", listener.spec("port")],
        ["Has Matching Connector:", listener.isMatched("hasMatchingConnector")],
        ["Message:", listener.status("message")],
      ], least: 8) + "\n"
  }

  package static func connectorTable(_ connectors: [Value]) -> String {
    guard !connectors.isEmpty else { return "No connectors found\n" }
    return Tabs.text(
      [
        [
          "NAME", "STATUS", "ROUTING-KEY", "SELECTOR", "HOST", "PORT", "HAS MATCHING LISTENER",
          "MESSAGE",
        ]
      ]
        + connectors.map {
          [
            $0.name, $0.status("status"), $0.spec("routingKey"), $0.spec("selector"),
            $0.spec("host"), $0.spec("port"), $0.isMatched("hasMatchingListener"),
            $0.status("message"),
          ]
        }, least: 8)
  }

  /// One connector with all that is known of it.
  package static func connectorText(_ connector: Value) -> String {
    Tabs.text(
      [
        ["Name:", connector.name], ["Status:", connector.status("status")],
        ["Routing key:", connector.spec("routingKey")],
        ["Selector:", connector.spec("selector")], ["Host:", connector.spec("host")],
        ["Port:", connector.spec("port")],
        ["Has Matching Listener:", connector.isMatched("hasMatchingListener")],
        ["Message:", connector.status("message")],
      ], least: 8) + "\n"
  }

  /// What `token issue` says once the file is written.
  package static func issued(
    _ grant: String, file: String, redemptions: Int, seconds: Int
  ) -> String {
    """

    Grant "\(grant)" is ready
    Token file \(file) created

    Transfer this file to a remote site. At the remote site,
    create a link to this site using the "skupper token redeem" command:

    \tskupper token redeem <file>

    The token expires after \(redemptions) use(s) or after \(Duration.text(seconds)).

    """
  }

  /// What a command says on a cluster that does not know version 2.
  package static let missingTypes =
    "The Skupper CRDs are not yet installed. To install them, run\n"
    + "\"kubectl apply -f https://skupper.io/v2/install.yaml\""

  /// The table of `manifest`.
  package static func manifest(_ profile: TextProfile) -> String {
    Tabs.text(
      [
        ["COMPONENT", "VERSION"], ["router", profile.routerVersion],
        ["controller", profile.siteVersion], ["kube-adaptor", profile.siteVersion],
        ["network-observer", profile.siteVersion], ["cli", profile.siteVersion],
      ], least: 8)
  }
}

extension Value {
  fileprivate func status(_ key: String) -> String { self["status", key]?.scalarText ?? "" }
  fileprivate func spec(_ key: String) -> String { self["spec", key]?.scalarText ?? "" }
  fileprivate var cost: String { self["spec", "cost"]?.scalarText ?? "0" }
  fileprivate func isMatched(_ key: String) -> String {
    self["status", key] == true ? "true" : "false"
  }
}
