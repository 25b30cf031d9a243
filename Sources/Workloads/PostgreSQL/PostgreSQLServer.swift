import Database
import Platform
import Synchronization
import TLS

/// A PostgreSQL server over one SQLite file: every connection has a thread and an SQLite connection
/// of its own, and SQLite lets one of them write at a time.
package final class PostgreSQLServer: Sendable {
  /// What a server keeps, and for whom.
  package struct Configuration: Sendable {
    package var user: String
    package var password: String
    package var database: String
    /// The SQLite file.
    package var path: String
    package var address: String
    /// 0 lets the system choose.
    package var port: Int
    /// Makes tables and rows when they are missing, as SQLite's own SQL.
    package var schema: String
    /// The tables whose changes raise a warning and go to the channel `changes`.
    package var watched: Set<String>
    /// Takes the lines of the server's log.
    package var log: @Sendable (String) -> Void

    package init(
      user: String, password: String, database: String, path: String,
      address: String = "0.0.0.0", port: Int = 5432, schema: String = "",
      watched: Set<String> = [], log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
      self.user = user
      self.password = password
      self.database = database
      self.path = path
      self.address = address
      self.port = port
      self.schema = schema
      self.watched = watched
      self.log = log
    }
  }

  /// The port that it listens on.
  package let port: Int

  private let configuration: Configuration
  private let verifier: SCRAM.Verifier
  private let listener: TCPListener
  private let loop: EventLoop
  private let sessions = Mutex(Sessions())

  private struct Sessions {
    var next: Int32 = 100
    var open: [Int32: SessionHandle] = [:]
  }

  /// Opens the file and listens; connections are taken at once.
  package init(_ configuration: Configuration) throws {
    self.configuration = configuration
    let database = try Database(path: configuration.path)
    try database.transaction { try database.execute(configuration.schema) }
    database.close()
    verifier = SCRAM.Verifier(
      password: configuration.password, salt: try Random.bytes(16))
    listener = try TCPListener(address: configuration.address, port: configuration.port)
    port = listener.address.port
    loop = try EventLoop.start(name: "postgres")
    loop.post { [self] in
      do {
        try loop.register(listener.descriptor, .read) { [self] _ in acceptAll() }
      } catch {
        configuration.log("LOG:  connections cannot be accepted: \(error)")
      }
    }
  }

  /// Ends all connections and listens no more.
  package func stop() {
    loop.post { [self] in
      loop.unregister(listener.descriptor)
      listener.close()
      loop.stop()
    }
    for handle in sessions.withLock({ Array($0.open.values) }) { handle.end() }
  }

  /// How many connections are open.
  package var connectionCount: Int { sessions.withLock { $0.open.count } }

  private func acceptAll() {
    do {
      while let connection = try listener.accept() { try open(connection) }
    } catch {
      configuration.log("LOG:  could not accept a connection: \(error)")
    }
  }

  private func open(_ accepted: AcceptedConnection) throws {
    let process = sessions.withLock { sessions in
      sessions.next += 1
      return sessions.next
    }
    let key = try Random.bytes(4).reduce(Int32(0)) { $0 << 8 | Int32($1) }
    let settings = SessionSettings(
      user: configuration.user, database: configuration.database, verifier: verifier,
      nonce: Base64.encode(try Random.bytes(18)), process: process, key: key)
    let handle = SessionHandle(key: key, loop: try EventLoop.start(name: "postgres-\(process)"))
    sessions.withLock { $0.open[process] = handle }
    let (configuration, descriptor) = (configuration, accepted.descriptor)
    descriptor.setNoDelay()
    handle.loop.post { [self] in
      do {
        let database = try Database(path: configuration.path)
        handle.interrupter.withLock { $0 = database.interrupter }
        let identity = SessionIdentity(
          user: configuration.user, database: configuration.database, process: process,
          version: settings.version)
        let engine = try SQLiteEngine(
          database: database, identity: identity, watched: configuration.watched,
          cancellation: handle.cancellation, clock: Self.now)
        let connection = PostgreSQLConnection(
          descriptor: descriptor, loop: handle.loop,
          session: PostgreSQLSession(settings: settings, engine: engine), server: self,
          process: process)
        handle.deliver.withLock { $0 = connection.mailbox }
        connection.start()
      } catch {
        configuration.log("FATAL:  a session cannot start: \(error)")
        descriptor.close()
        forget(process)
        handle.loop.stop()
      }
    }
  }

  func forget(_ process: Int32) {
    sessions.withLock { _ = $0.open.removeValue(forKey: process) }
  }

  /// Brings a message to every session; those that do not listen ignore it.
  func publish(_ notification: PostgreSQLNotification) {
    for handle in sessions.withLock({ Array($0.open.values) }) { handle.receive(notification) }
  }

  func cancel(process: Int32, key: Int32) {
    guard let handle = sessions.withLock({ $0.open[process] }), handle.key == key else { return }
    handle.cancel()
  }

  func log(_ line: String) { configuration.log(line) }

  private static func now() -> CivilTime {
    let now = WallTime.now()
    return CivilTime(
      microsecondsSinceEpoch: Int(now.seconds) * 1_000_000 + Int(now.nanoseconds) / 1_000)
  }
}

/// A session as other threads see it.
final class SessionHandle: Sendable {
  let key: Int32
  let loop: EventLoop
  let cancellation = Cancellation()
  let interrupter = Mutex<Interrupter?>(nil)
  let deliver = Mutex<SessionMailbox?>(nil)

  init(key: Int32, loop: EventLoop) {
    self.key = key
    self.loop = loop
  }

  func receive(_ notification: PostgreSQLNotification) {
    deliver.withLock { $0 }?.put(.notification(notification))
  }

  func cancel() {
    cancellation.request()
    interrupter.withLock { $0 }?.interrupt()
  }

  func end() {
    cancel()
    deliver.withLock { $0 }?.put(.end)
  }
}

/// What others tell a session, taken on the session's own thread.
final class SessionMailbox: Sendable {
  enum Letter: Sendable {
    case notification(PostgreSQLNotification)
    case end
  }

  private let letters = Mutex<[Letter]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func put(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    wake()
  }

  func takeAll() -> [Letter] {
    letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }
}
