/// Tabs and the terminals behind them.

/// One tab of a challenge.
package struct Tab: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `command` replaces the host's shell.
    case terminal(host: String, command: String?, directory: String?)
    case code(host: String, path: String)
    case service(host: String, port: Int, path: String)
    case website(url: String)
    case external(url: String)
    case browser(host: String)
    case unknown(String)
  }

  package var title: String
  package var kind: Kind
  package var opensWindow: Bool
  package var location: SourceLocation
}

extension Tab {
  /// The machine behind the tab.
  package var host: String? {
    switch kind {
    case .terminal(let host, _, _), .code(let host, _), .service(let host, _, _),
      .browser(let host):
      host
    case .website, .external, .unknown: nil
    }
  }

  /// The page that the tab shows; it may hold runtime variables.
  package var url: String? {
    switch kind {
    case .website(let url), .external(let url): url
    default: nil
    }
  }
}

/// A shell that commands can run in.
package struct Terminal: Hashable, Sendable {
  /// The title of its tab, or the name that the text gives it.
  package var name: String
  package var host: String
  /// The name of the site that the host belongs to.
  package var site: String
  /// The place of its tab among the challenge's tabs.
  package var tab: Int?
  package var command: String?
  package var directory: String?
}

extension Terminal {
  /// What a host's terminal is called where a challenge has several of them: the host for the first,
  /// with a number behind it for the others.
  /// - Parameter number: counted from 1.
  package static func name(host: String, number: Int) -> String {
    number == 1 ? host : "\(host)#\(number)"
  }

  /// The host of a terminal that is called so.
  package static func host(ofName name: String) -> String { String(name.prefix { $0 != "#" }) }
}
