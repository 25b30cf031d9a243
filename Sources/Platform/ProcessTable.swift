import CPlatform
import Glibc

/// The processes of this machine as `proc(5)` shows them.
package enum ProcessTable {
  /// One process.
  package struct Entry: Hashable, Sendable {
    package let pid: Int32
    package let parent: Int32
    package let group: Int32
    package let session: Int32
    /// R, S, D, Z, T and so on.
    package let state: Character
    /// The name of its program, at most 15 bytes.
    package let name: String
    /// Clock ticks between the machine's start and its own; with the pid it names it for ever.
    package let started: UInt64
  }

  /// Memory of a process in bytes.
  package struct Memory: Hashable, Sendable {
    /// What is in memory, shared pages counted in full.
    package let resident: Int
    /// What is in memory, shared pages divided among those who share them.
    package let proportional: Int
  }

  /// All processes now.
  package static func all() -> [Entry] { pids().compactMap(entry) }

  /// One process, nil when there is none with this pid.
  package static func entry(_ pid: Int32) -> Entry? {
    guard let text = try? Files.readText("/proc/\(pid)/stat"),
      let open = text.utf8.firstIndex(of: UInt8(ascii: "(")),
      let close = text.utf8.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = text[text.utf8.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
      let group = Int32(fields[2]), let session = Int32(fields[3]), let start = UInt64(fields[19])
    else { return nil }
    return Entry(
      pid: pid, parent: parent, group: group, session: session, state: state,
      name: String(text[text.utf8.index(after: open)..<close]), started: start)
  }

  /// The processes whose environment at their start had this entry, such as `TRESTLE_SESSION=x`;
  /// only those that this user may look into. This process is left out.
  package static func find(environment entry: String) -> [Entry] {
    pids().filter { pid in
      guard pid != getpid(), let bytes = try? Files.read("/proc/\(pid)/environ") else {
        return false
      }
      return unsafe bytes.withUnsafeBytes {
        unsafe trestle_has_string($0.baseAddress, $0.count, entry) != 0
      }
    }.compactMap(self.entry).filter { $0.state != "Z" }
  }

  /// Kills every process that `find` finds until there is none, also those that are being started
  /// meanwhile; the count. It gives up after a hundred rounds.
  @discardableResult
  package static func kill(environment entry: String) -> Int {
    var killed: Set<Entry> = []
    for _ in 0..<100 {
      let found = find(environment: entry)
      if found.isEmpty { break }
      for process in found where Signal.kill.send(to: process.pid) { killed.insert(process) }
      sched_yield()
    }
    return killed.count
  }

  /// The processes of a session, the leader included, the dead that nobody has reaped left out.
  package static func members(ofSession session: Int32) -> [Entry] {
    pids().filter { getsid($0) == session }.compactMap(entry).filter { $0.state != "Z" }
  }

  /// A process's children, their children and so on, parents first.
  package static func descendants(of pid: Int32) -> [Entry] {
    let children = Dictionary(grouping: all(), by: \.parent)
    var found: [Entry] = []
    var next = children[pid] ?? []
    while !next.isEmpty {
      found += next
      next = next.flatMap { children[$0.pid] ?? [] }
    }
    return found
  }

  /// How much memory a process has, nil when it is gone or not ours: `smaps_rollup` in `proc(5)`.
  package static func memory(of pid: Int32) -> Memory? {
    guard let text = try? Files.readText("/proc/\(pid)/smaps_rollup") else { return nil }
    var values: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, let kilobytes = Int(words[1]) { values[words[0]] = kilobytes * 1024 }
    }
    guard let resident = values["Rss:"], let proportional = values["Pss:"] else { return nil }
    return Memory(resident: resident, proportional: proportional)
  }

  /// The descriptors that a process has open and what they lead to, for tests that count them.
  package static func descriptors(of pid: Int32) -> [Int32: String] {
    let names = (try? Files.list("/proc/\(pid)/fd")) ?? []
    let pairs = names.compactMap { name -> (Int32, String)? in
      guard let number = Int32(name), let target = try? Files.linkTarget("/proc/\(pid)/fd/\(name)")
      else { return nil }
      return (number, target)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private static func pids() -> [Int32] {
    ((try? Files.list("/proc")) ?? []).compactMap { Int32($0) }
  }

  static func entries(_ bytes: [UInt8]) -> [String: String] {
    var entries: [String: String] = [:]
    for part in bytes.split(separator: 0) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: part[..<equals], as: UTF8.self)
      if entries[name] == nil {
        entries[name] = String(decoding: part[part.index(after: equals)...], as: UTF8.self)
      }
    }
    return entries
  }
}
