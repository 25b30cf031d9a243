/// A program's streams over SPDY/3.1, as kubectl up to 1.29 speaks: the client opens one stream for
/// each, which says in its headers what it is for.
import Documents
import HTTP

struct SPDYExec: ExecConversation {
  private enum Purpose: String {
    case error, stdin, stdout, stderr, resize
  }

  private var reader = SPDYReader()
  private var awaited: Set<Purpose>
  private var streams: [Purpose: Int] = [:]
  private var hasStarted = false
  private var hasEnded = false

  init(_ wanted: ExecStreams) {
    awaited = [.error]
    if wanted.input { awaited.insert(.stdin) }
    if wanted.output { awaited.insert(.stdout) }
    if wanted.error { awaited.insert(.stderr) }
    if wanted.terminal { awaited.insert(.resize) }
  }

  mutating func begin() -> [ExecAction] { [] }

  mutating func receive(_ bytes: [UInt8]) -> [ExecAction] {
    reader.feed(bytes)
    var actions: [ExecAction] = []
    do {
      while let frame = try reader.next() {
        switch frame {
        case .open(let stream, let headers, _): actions += open(stream, headers)
        case .data(let stream, let bytes, let isFinal):
          actions += data(stream, bytes, isFinal: isFinal)
        case .reset: break
        case .ping(let bytes): actions.append(.write(SPDY.ping(bytes)))
        case .goAway: return actions + [.close]
        }
      }
    } catch {
      actions.append(.close)
    }
    return actions
  }

  mutating func send(_ reply: ExecReply) -> [ExecAction] {
    guard !hasEnded else { return [] }
    switch reply {
    case .output(let bytes): return write(.stdout, bytes)
    case .error(let bytes): return write(.stderr, bytes)
    case .ended(let status):
      hasEnded = true
      let ends = [Purpose.stdout, .stderr, .stdin, .resize].flatMap { purpose in
        streams[purpose].map { [ExecAction.write(SPDY.data($0, [], isFinal: true))] } ?? []
      }
      return write(.error, Array(status.json().utf8), isFinal: true) + ends
    }
  }

  private mutating func open(_ stream: Int, _ headers: [String: String]) -> [ExecAction] {
    let isFirst = streams.isEmpty
    guard let purpose = headers["streamtype"].flatMap(Purpose.init), streams[purpose] == nil else {
      return [.close]
    }
    streams[purpose] = stream
    awaited.remove(purpose)
    let reply = ExecAction.write(SPDY.reply(stream, isFirst: isFirst))
    guard awaited.isEmpty, !hasStarted else { return [reply] }
    hasStarted = true
    return [reply, .start]
  }

  private func data(_ stream: Int, _ bytes: [UInt8], isFinal: Bool) -> [ExecAction] {
    if stream == streams[.stdin] {
      return (bytes.isEmpty ? [] : [.tell(.input(bytes))]) + (isFinal ? [.tell(.endOfInput)] : [])
    }
    guard stream == streams[.resize], let event = TerminalSizeMessage.event(bytes) else {
      return []
    }
    return [.tell(event)]
  }

  private func write(
    _ purpose: Purpose, _ bytes: [UInt8], isFinal: Bool = false
  ) -> [ExecAction] {
    guard let stream = streams[purpose] else { return [] }
    return [.write(SPDY.data(stream, bytes, isFinal: isFinal))]
  }
}
