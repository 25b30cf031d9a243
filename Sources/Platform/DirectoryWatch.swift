import CPlatform
import Glibc

/// Tells on an event loop when something in a folder changes: `inotify(7)`. A file put in place by
/// renaming, written to its end or removed counts; files in folders below do not.
package final class DirectoryWatch {
  private let descriptor: FileDescriptor
  private let loop: EventLoop

  /// Watches the folder and calls the handler on the loop with the names that changed since the
  /// last call; an empty set means that too much changed to say what. The loop's thread makes it.
  package init(
    _ path: String, on loop: EventLoop, handler: @escaping (Set<String>) -> Void
  ) throws(SystemError) {
    let descriptor = FileDescriptor(
      takingOwnership: try shimCall("watch folders") { trestle_inotify() })
    try shimCall("watch the folder \(path)") {
      unsafe trestle_inotify_watch(descriptor.number, path)
    }
    self.descriptor = descriptor
    self.loop = loop
    try loop.register(descriptor, .read) { _ in
      guard let bytes = (try? descriptor.read()) ?? nil else { return }
      handler(Self.names(bytes))
    }
  }

  /// Stops watching.
  package func stop() {
    loop.unregister(descriptor)
    descriptor.close()
  }

  /// The names in a run of `struct inotify_event`: watch, mask, cookie, length, padded name.
  private static func names(_ bytes: [UInt8]) -> Set<String> {
    var names: Set<String> = []
    var offset = 0
    while offset + 16 <= bytes.count {
      let mask = number(bytes, offset + 4)
      let length = Int(number(bytes, offset + 12))
      if mask & 0x4000 != 0 { return [] }
      let name = bytes[(offset + 16)..<min(offset + 16 + length, bytes.count)].prefix { $0 != 0 }
      if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
      offset += 16 + length
    }
    return names
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in (0..<4).reversed() { value = value << 8 | UInt32(bytes[offset + index]) }
    return value
  }
}
