import Documents
import HTTP
import Logging
import Platform
import Routing

/// Runs a router until it is asked to end: `trestle router`.
///
/// It reads `$TRESTLE_ROOT/etc/skupper-router/config/skrouterd.json` and follows every change of
/// it, listens on `$POD_IP`, and serves health, metrics and status on port 9090.
package func runRouter(arguments: [String]) async -> Int32 {
  let logger = Logger(label: "router") { _ in RouterLog() }
  OpenFiles.raiseLimit()
  do {
    let signals = try Signals.stream([.terminate, .interrupt])
    try await serveRouter(RouterEnvironment(), logger) { for await _ in signals { return } }
    return 0
  } catch {
    logger.critical("\(error)")
    return 1
  }
}

/// Runs a router until `ended` returns.
func serveRouter(
  _ environment: RouterEnvironment, _ logger: Logger,
  until ended: @escaping @Sendable () async -> Void
) async throws {
  await withTaskGroup(of: Void.self) { group in
    group.addTask {
      do { try await work(in: environment, logger) } catch { logger.critical("\(error)") }
    }
    await ended()
    logger.notice("The router is ending")
    group.cancelAll()
  }
}

/// Waits for a configuration, then works by it until the task is cancelled.
private func work(in environment: RouterEnvironment, _ logger: Logger) async throws {
  guard let first = await environment.firstConfiguration(logger) else { return }
  let loop = try EventLoop.start(name: "router")
  let engine = RouterEngine(
    first.configuration, loop: loop, host: environment.host, root: environment.root,
    logger: logger)
  engine.start()
  logger.notice("Router \(first.configuration.router) started")
  await withTaskGroup(of: Void.self) { group in
    group.addTask { await environment.follow(engine, from: first, logger) }
    group.addTask { await serveStatus(of: engine, on: environment, logger) }
    group.addTask {
      // The server ends when its last answer is given, so those who wait are answered first.
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
      await withCheckedContinuation { done in engine.stop { done.resume() } }
    }
  }
  loop.stop()
}

/// Where a router's surroundings tell it to look and listen.
struct RouterEnvironment: Sendable {
  let root: String
  let host: String
  let statusPort: Int

  init() {
    self.init(
      root: Self.variable("TRESTLE_ROOT") ?? "", host: Self.variable("POD_IP") ?? "0.0.0.0")
  }

  init(root: String, host: String, statusPort: Int = 9090) {
    self.root = root
    self.host = host
    self.statusPort = statusPort
  }

  var file: String { root + "/etc/skupper-router/config/skrouterd.json" }

  struct Version {
    var text: [UInt8]
    var certificates: [[UInt8]]
    var configuration: RouterConfiguration
  }

  /// The configuration, as soon as there is a usable one.
  func firstConfiguration(_ logger: Logger) async -> Version? {
    var complaint = ""
    while !Task.isCancelled {
      do { return try read() } catch {
        if "\(error)" != complaint { logger.notice("Waiting for a configuration: \(error)") }
        complaint = "\(error)"
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }

  /// Applies every change. Files are compared a few times a second, which costs less than watching
  /// folders that are replaced as a whole.
  func follow(_ engine: RouterEngine, from first: Version, _ logger: Logger) async {
    var current = first
    var rejected: [UInt8] = []
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(150))
      guard let text = try? Files.read(file), text != rejected else { continue }
      do {
        let configuration = text == current.text ? current.configuration : try parse(text)
        let certificates = certificates(of: configuration)
        if text != current.text { engine.apply(configuration) }
        if certificates != current.certificates { engine.certificatesChanged() }
        current = Version(text: text, certificates: certificates, configuration: configuration)
      } catch {
        rejected = text
        logger.error("\(error)")
      }
    }
  }

  private func read() throws -> Version {
    let text = try Files.read(file)
    let configuration = try parse(text)
    return Version(
      text: text, certificates: certificates(of: configuration), configuration: configuration)
  }

  private func parse(_ text: [UInt8]) throws -> RouterConfiguration {
    try RouterConfiguration(try JSON.parse(text))
  }

  private func certificates(of configuration: RouterConfiguration) -> [[UInt8]] {
    configuration.profiles.sorted { $0.key < $1.key }.flatMap { _, files in
      [files.certificateFile, files.keyFile, files.authorityFile].map {
        (try? Files.read(root + $0)) ?? []
      }
    }
  }

  private static func variable(_ name: String) -> String? {
    Environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Serves health, metrics and status until the task is cancelled.
func serveStatus(
  of engine: RouterEngine, on environment: RouterEnvironment, _ logger: Logger
) async {
  do {
    try await HTTPServer.run(
      on: .tcp(host: environment.host, port: environment.statusPort), logger: nil,
      handler: { request in
        switch request.path {
        case "/healthz": return HTTPResponse("OK\n")
        case "/metrics": return HTTPResponse(await engine.metrics())
        case "/status":
          let after = request.first("after").flatMap { Int($0) }
          let activity = request.first("activity").flatMap { Int($0) }
          let status = await engine.status(after: after, activity: activity)
          return HTTPResponse(status.json(), type: "application/json")
        default: return HTTPResponse(status: 404, "There is nothing under \(request.path).\n")
        }
      })
  } catch is CancellationError {
  } catch { logger.error("No status is served: \(error)") }
}

/// Writes the log to the standard error stream, one line an event, as routers do.
struct RouterLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let time = WallTime.now().rfc3339
    try? StandardStream.error.writeAll(
      "\(time) ROUTER (\(event.level.rawValue)) \(event.message)\n")
  }
}

/// A logger that says nothing.
func quietLogger() -> Logger { Logger(label: "router") { _ in SwiftLogNoOpLogHandler() } }
