import COpenSSL

/// The library's queue of errors for the running thread: cleared before a call, drained after one
/// that failed.
enum ErrorQueue {
  struct Entry {
    let isTLS: Bool
    let reason: Int
    let text: String
  }

  static func clear() { ERR_clear_error() }

  static func drain() -> [Entry] {
    var entries: [Entry] = []
    while true {
      let code = ERR_get_error()
      guard code != 0 else { return entries }
      let text = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) }
      entries.append(
        Entry(
          isTLS: Int(trestle_ERR_library(code)) == Int(ERR_LIB_SSL),
          reason: Int(trestle_ERR_reason(code)),
          text: text ?? "error \(code)"))
    }
  }

  /// The failure of an operation that should have worked, from what the library says.
  static func failure(_ context: String) -> TLSError { failure(.library, context) }

  static func failure(_ code: TLSError.Code, _ context: String) -> TLSError {
    let reasons = drain().map(\.text).joined(separator: ", ")
    return TLSError(
      code, context, cause: reasons.isEmpty ? "the library gives no reason" : reasons)
  }
}
