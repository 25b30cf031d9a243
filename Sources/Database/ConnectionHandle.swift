import CSQLite
import Synchronization

/// Owner of the C connection: opened once, closed once, shared by a database and its statements.
@safe final class ConnectionHandle {
  private(set) var pointer: OpaquePointer?
  let interruptible = InterruptibleConnection()

  init(path: String) throws(SQLError) {
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK else {
      let error = SQLError(
        code: ResultCode(rawValue: code), message: unsafe Self.message(of: opened, code: code),
        path: path)
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe pointer = unsafe opened
    unsafe interruptible.open(opened)
  }

  deinit { close() }

  func close() {
    guard let pointer = unsafe pointer else { return }
    interruptible.close()
    unsafe sqlite3_close_v2(pointer)
    unsafe self.pointer = nil
  }

  func check(_ code: CInt, sql: String?) throws(SQLError) {
    guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
    throw error(code, sql: sql)
  }

  func error(_ code: CInt, sql: String?) -> SQLError {
    SQLError(
      code: ResultCode(rawValue: code), message: unsafe Self.message(of: pointer, code: code),
      sql: sql)
  }

  func define(
    _ name: String, arguments: Int?, isDeterministic: Bool,
    body: @escaping ([SQLValue]) throws -> SQLValue
  ) throws(SQLError) {
    let box = unsafe Unmanaged.passRetained(FunctionBox(body)).toOpaque()
    let flags = SQLITE_UTF8 | (isDeterministic ? SQLITE_DETERMINISTIC : 0)
    let code = unsafe sqlite3_create_function_v2(
      pointer, name, CInt(arguments ?? -1), flags, box,
      { context, count, values in
        guard let data = unsafe sqlite3_user_data(context) else { return }
        let box = unsafe Unmanaged<FunctionBox>.fromOpaque(data).takeUnretainedValue()
        var arguments: [SQLValue] = []
        for index in 0..<Int(count) {
          arguments.append(unsafe SQLValue(copying: values?[index]))
        }
        do {
          unsafe try box.body(arguments).give(to: context)
        } catch {
          unsafe sqlite3_result_error(context, "\(error)", -1)
        }
      }, nil, nil,
      { data in
        guard let data = unsafe data else { return }
        unsafe Unmanaged<FunctionBox>.fromOpaque(data).release()
      })
    try check(code, sql: nil)
  }

  private static func message(of pointer: OpaquePointer?, code: CInt) -> String {
    if let pointer = unsafe pointer, let text = unsafe sqlite3_errmsg(pointer) {
      return unsafe String(cString: text)
    }
    return unsafe String(cString: sqlite3_errstr(code))
  }
}

/// Ends the statement that a connection is running; callable from any thread.
package struct Interrupter: Sendable {
  private let connection: InterruptibleConnection

  init(_ handle: ConnectionHandle) { connection = handle.interruptible }

  /// Makes the running statement fail with the code `interrupt`; without one, nothing happens.
  package func interrupt() { connection.interrupt() }
}

/// The connection as an interrupter sees it: there, or closed.
@safe final class InterruptibleConnection: Sendable {
  // The address of the connection; it is only used under the lock, and closing clears it first.
  private let address = Mutex<UInt>(0)

  func open(_ pointer: OpaquePointer?) {
    let bits = UInt(bitPattern: pointer)
    address.withLock { $0 = bits }
  }

  func close() { address.withLock { $0 = 0 } }

  func interrupt() {
    address.withLock { address in
      guard let pointer = unsafe OpaquePointer(bitPattern: address) else { return }
      unsafe sqlite3_interrupt(pointer)
    }
  }
}

private final class FunctionBox {
  let body: ([SQLValue]) throws -> SQLValue

  init(_ body: @escaping ([SQLValue]) throws -> SQLValue) { self.body = body }
}
