/// Bytes that wait between two sides that work at different speeds: filled at the end, emptied at
/// the front, in one block of memory that is given back when nothing waits.
@safe
package final class ByteQueue {
  private var storage: UnsafeMutableRawPointer?
  private var capacity = 0
  private var head = 0
  private var tail = 0
  private let kept: Int

  /// A queue that keeps up to `kept` bytes of memory for reuse while it is empty.
  package init(keeping kept: Int = 0) {
    self.kept = kept
  }

  deinit { unsafe storage?.deallocate() }

  /// How many bytes wait.
  package var count: Int { tail - head }

  /// Whether nothing waits.
  package var isEmpty: Bool { head == tail }
}

extension ByteQueue {
  /// Adds bytes at the end.
  package func append(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { source in unsafe append(source) }
  }

  /// Adds bytes at the end.
  package func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { source in unsafe append(source) }
  }

  /// Lets the body write at most `count` bytes at the end; it says how many it wrote.
  @discardableResult
  package func fill<Failure: Error>(
    atMost count: Int, _ body: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(count)
    guard let start = unsafe storage?.advanced(by: tail) else { return 0 }
    var span = unsafe MutableRawSpan(_unsafeStart: start, byteCount: count)
    let written: Int
    do {
      written = try body(&span)
    } catch {
      releaseIfEmpty()
      throw error
    }
    precondition(written >= 0 && written <= count, "more was written than there was room for")
    tail += written
    releaseIfEmpty()
    return written
  }

  /// Lets the body write at most `count` bytes behind eight bytes of room, which then become the
  /// number that `head` gives for how many were written, highest byte first. Without any bytes
  /// nothing is added.
  @discardableResult
  package func fillFrame(
    atMost count: Int, head: (Int) -> UInt64, _ body: (inout MutableRawSpan) -> Int
  ) -> Int {
    reserve(count + 8)
    guard let start = unsafe storage?.advanced(by: tail) else { return 0 }
    var span = unsafe MutableRawSpan(_unsafeStart: start.advanced(by: 8), byteCount: count)
    let written = body(&span)
    precondition(written >= 0 && written <= count, "more was written than there was room for")
    if written > 0 {
      unsafe start.storeBytes(of: head(written).bigEndian, as: UInt64.self)
      tail += 8 + written
    }
    releaseIfEmpty()
    return written
  }

  /// Shows the body what waits, oldest first; it says how many bytes it has dealt with.
  @discardableResult
  package func drain<Failure: Error>(
    atMost limit: Int = .max, _ body: (RawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    guard let start = unsafe storage?.advanced(by: head), !isEmpty else { return 0 }
    let span = unsafe RawSpan(_unsafeStart: start, byteCount: min(count, limit))
    let used = try body(span)
    drop(used)
    return used
  }

  /// Shows the body what waits and takes nothing away.
  package func peek<Result>(_ body: (RawSpan) -> Result) -> Result? {
    guard let start = unsafe storage?.advanced(by: head), !isEmpty else { return nil }
    return body(unsafe RawSpan(_unsafeStart: start, byteCount: count))
  }

  /// Takes the oldest bytes away unread.
  package func drop(_ amount: Int) {
    precondition(amount >= 0 && amount <= count, "more was taken than waits")
    head += amount
    releaseIfEmpty()
  }

  /// Takes everything that waits.
  package func takeAll() -> [UInt8] {
    let all = peek { span in unsafe span.withUnsafeBytes { unsafe [UInt8]($0) } } ?? []
    drop(all.count)
    return all
  }

  /// Forgets everything that waits.
  package func removeAll() { drop(count) }
}

extension ByteQueue {
  func append(_ source: UnsafeRawBufferPointer) {
    guard let start = source.baseAddress, source.count > 0 else { return }
    reserve(source.count)
    unsafe storage?.advanced(by: tail).copyMemory(from: start, byteCount: source.count)
    tail += source.count
  }

  func move(into target: UnsafeMutableRawPointer, atMost limit: Int) -> Int {
    let amount = min(limit, count)
    guard amount > 0, let start = unsafe storage?.advanced(by: head) else { return 0 }
    unsafe target.copyMemory(from: start, byteCount: amount)
    drop(amount)
    return amount
  }

  private func reserve(_ room: Int) {
    guard capacity - tail < room else { return }
    let waiting = count
    if capacity - waiting >= room, waiting <= capacity / 2, let block = unsafe storage {
      unsafe block.copyMemory(from: block.advanced(by: head), byteCount: waiting)
    } else {
      let grown = max(waiting + room, min(capacity * 2, capacity + 1 << 20), 512)
      let block = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 16)
      if let old = unsafe storage {
        unsafe block.copyMemory(from: old.advanced(by: head), byteCount: waiting)
        unsafe old.deallocate()
      }
      unsafe storage = block
      capacity = grown
    }
    head = 0
    tail = waiting
  }

  private func releaseIfEmpty() {
    guard isEmpty else { return }
    head = 0
    tail = 0
    if capacity > kept {
      unsafe storage?.deallocate()
      unsafe storage = nil
      capacity = 0
    }
  }
}

extension RawSpan {
  /// The byte at that offset.
  package func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount, "offset outside of the bytes")
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The number in the eight bytes at that offset, highest byte first.
  package func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset + 8 <= byteCount, "offset outside of the bytes")
    return UInt64(
      bigEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// A copy of the bytes.
  package var copied: [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }
}
