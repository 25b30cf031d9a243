import Documents
import HTTP
import Kubernetes
import Platform

/// One call of `crc`: what was asked, in which surroundings, and how its session is asked.
final class CRCCall {
  let flags: ParsedFlags
  let environment: [String: String]
  let printer: Printer
  /// Whether somebody has pressed a key to wait no longer.
  private var isHurried: Bool

  init(flags: ParsedFlags, environment: [String: String], printer: Printer) {
    self.flags = flags
    self.environment = environment
    self.printer = printer
    isHurried = environment["TRESTLE_PACE"] == "0"
  }

  var release: OpenShiftRelease {
    OpenShiftRelease.named(environment["TRESTLE_OPENSHIFT_PROFILE"])
  }

  var home: String { environment["HOME"] ?? "/root" }

  func print(_ line: String) { printer.out(line + "\n") }

  // The log.

  enum Level: String {
    case info, warn = "warning", error

    /// The word and its colour on a terminal.
    fileprivate var mark: (word: String, colour: String) {
      switch self {
      case .info: ("INFO", "36")
      case .warn: ("WARN", "33")
      case .error: ("ERRO", "31")
      }
    }
  }

  /// The width that messages are filled up to on a terminal.
  private static let width = 44

  /// Writes a line of the log to standard error: for people on a terminal, for machines elsewhere.
  func log(_ level: Level, _ message: String) {
    guard StandardStream.error.isTerminal else {
      let quoted = message.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
      printer.err("level=\(level.rawValue) msg=\"\(quoted)\"\n")
      return
    }
    let filling = String(repeating: " ", count: max(0, Self.width - message.count))
    let (word, colour) = level.mark
    let mark = environment["TERM"] == "dumb" ? word : "\u{1B}[\(colour)m\(word)\u{1B}[0m"
    printer.err("\(mark) \(message)\(filling) \n")
  }

  /// Waits, as the real thing takes its time; a pressed key ends this and all later waiting.
  func pause(_ time: Duration) {
    guard !isHurried else { return }
    let input = StandardStream.input
    guard input.isTerminal else {
      Self.sleep(time)
      return
    }
    if (try? input.waitUntil(.read, timeout: time)) == true {
      _ = try? input.read(atMost: 256)
      isHurried = true
    }
  }

  private static func sleep(_ time: Duration) {
    if let (read, write) = try? FileDescriptor.pipe() {
      _ = try? read.waitUntil(.read, timeout: time)
      read.close()
      write.close()
    }
  }

  // The site.

  /// What the session says of the site, which was made at least once.
  func made() throws(CommandError) -> Value {
    let site = try ask("GET", nil)
    guard site["state"]?.string != "absent" else {
      throw CommandError("Machine does not exist. Use 'crc start' to create it")
    }
    return site
  }

  /// Asks the session to do something with the site.
  /// - Returns: how the site stands afterwards.
  @discardableResult
  func ask(_ method: String, _ action: String?) throws(CommandError) -> Value {
    guard let socket = environment["TRESTLE_CONTROL"], let site = environment["TRESTLE_CRC_SITE"]
    else {
      throw CommandError(
        "crc has no cluster to work with on this host: no site of the lab is started by it. A lab file "
          + "gives it one with `start: crc` under a site.", exitCode: 2)
    }
    do {
      let path = "/sites/\(site)" + (action.map { "/\($0)" } ?? "")
      let response = try HTTPClient(.unix(path: socket), timeout: .seconds(60)).send(
        HTTPRequest(method, path, headers: ["Host": "session"]))
      guard response.status == 200 else { throw CommandError(response.text) }
      return try JSON.parse(response.body)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("The session of this terminal does not answer: \(error)")
    }
  }

  /// The address of the cluster's web console.
  func consoleURL(_ site: Value) -> String {
    "https://console-openshift-console.\(site["domain"]?.string ?? "")"
  }
}
