/// One question to a container: does it answer over HTTP, take a connection, or does a command in
/// its place succeed?
import Documents
import Kubernetes
import Platform

struct HealthProbe: Sendable {
  /// How the container is asked.
  enum Question: Hashable, Sendable {
    case http(host: String, port: Int, path: String, headers: [String], isSecure: Bool)
    case connection(host: String, port: Int)
    case command([String], environment: [String: String], directory: String)
  }

  /// What came of it.
  struct Answer: Hashable, Sendable {
    var succeeded: Bool
    var message: String
  }

  let question: Question
  let timeout: Duration

  /// The question that a probe's settings ask of a container; nothing when they ask none.
  init?(
    _ settings: Value, container: Value, address: String, environment: [String: String],
    directory: String
  ) {
    timeout = .seconds(settings["timeoutSeconds"]?.integer ?? 1)
    if let http = settings["httpGet"] {
      guard let port = Self.port(http["port"], container) else { return nil }
      let headers = (http["httpHeaders"]?.array ?? []).map {
        "\($0["name"]?.string ?? ""): \($0["value"]?.string ?? "")"
      }
      question = .http(
        host: http["host"]?.string ?? address, port: port, path: http["path"]?.string ?? "/",
        headers: headers, isSecure: http["scheme"]?.string == "HTTPS")
    } else if let socket = settings["tcpSocket"] {
      guard let port = Self.port(socket["port"], container) else { return nil }
      question = .connection(host: socket["host"]?.string ?? address, port: port)
    } else if let command = settings["exec", "command"]?.array?.compactMap(\.string),
      !command.isEmpty
    {
      question = .command(command, environment: environment, directory: directory)
    } else {
      return nil
    }
  }

  /// Asks and waits for the answer. Blocks at most as long as the probe allows.
  func ask() -> Answer {
    switch question {
    case .http(let host, let port, let path, let headers, false):
      return askHTTP(host, port, path, headers)
    case .http(let host, let port, _, _, true), .connection(let host, let port):
      do {
        try TCPConnection.connect(address: host, port: port, timeout: timeout).close()
        return Answer(succeeded: true, message: "")
      } catch {
        return Answer(
          succeeded: false,
          message: "dial tcp \(host):\(port): connect: \(Self.reason(error))")
      }
    case .command(let command, let environment, let directory):
      return run(command, environment, directory)
    }
  }

  private func askHTTP(_ host: String, _ port: Int, _ path: String, _ headers: [String]) -> Answer {
    let place = "\"http://\(host):\(port)\(path)\""
    do {
      let connection = try TCPConnection.connect(address: host, port: port, timeout: timeout)
      defer { connection.close() }
      let extra = headers.map { "\($0)\r\n" }.joined()
      try connection.writeAll(
        "GET \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nUser-Agent: kube-probe\r\n"
          + "Connection: close\r\n\(extra)\r\n")
      var text: [UInt8] = []
      while !text.contains(0x0A) {
        guard try connection.waitUntil(.read, timeout: timeout) else {
          return Answer(
            succeeded: false, message: "Get \(place): context deadline exceeded")
        }
        guard let bytes = try connection.read(atMost: 4096), !bytes.isEmpty else { break }
        text += bytes
      }
      let line = String(decoding: text.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
      let words = line.split(separator: " ")
      guard line.hasPrefix("HTTP/"), words.count >= 2, let code = Int(words[1]) else {
        return Answer(succeeded: false, message: "Get \(place): EOF")
      }
      return Answer(
        succeeded: (200..<400).contains(code),
        message: "HTTP probe failed with statuscode: \(code)")
    } catch {
      return Answer(
        succeeded: false,
        message: "Get \(place): dial tcp \(host):\(port): connect: \(Self.reason(error))")
    }
  }

  private func run(
    _ command: [String], _ environment: [String: String], _ directory: String
  ) -> Answer {
    var launch = ProcessLaunch(
      command[0], Array(command.dropFirst()), environment: environment, directory: directory)
    launch.error = .null
    do {
      let (status, output) = try launch.run(timeout: timeout)
      return Answer(
        succeeded: status.isSuccess,
        message: String(decoding: output, as: UTF8.self).split(separator: "\n").first
          .map(String.init) ?? status.description)
    } catch {
      return Answer(succeeded: false, message: error.description)
    }
  }

  private static func reason(_ error: SystemError) -> String {
    switch error.code {
    case .connectionRefused: "connection refused"
    case .timedOut: "i/o timeout"
    default: error.code.sentence
    }
  }

  private static func port(_ value: Value?, _ container: Value) -> Int? {
    if let number = value?.integer { return number }
    guard let name = value?.string else { return nil }
    if let number = Int(name) { return number }
    return container["ports"]?.array?.first { $0["name"]?.string == name }?["containerPort"]?
      .integer
  }
}
