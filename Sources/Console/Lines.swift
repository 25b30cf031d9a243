import Platform

/// The learner's side of Trestle: a lab as a stream of steps in any terminal.

/// The lines that a person types, as they come; the stream ends with the input.
package enum Lines {
  /// Reads standard input on a thread of its own.
  package static func fromStandardInput() -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    do {
      try SystemThread.start(name: "lines") {
        var pending: [UInt8] = []
        while let bytes = (try? StandardStream.input.read()) ?? nil, !bytes.isEmpty {
          pending += bytes
          while let end = pending.firstIndex(of: 0x0A) {
            continuation.yield(String(decoding: pending[..<end], as: UTF8.self))
            pending.removeFirst(end + 1)
          }
        }
        if !pending.isEmpty { continuation.yield(String(decoding: pending, as: UTF8.self)) }
        continuation.finish()
      }
    } catch {
      continuation.finish()
    }
    return stream
  }
}
