/// A fixed piece of memory between two descriptors: bytes are committed at its end as they are read
/// and consumed at its beginning as they are written. One thread uses it at a time.
@safe
package final class IOBuffer {
  private let storage: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  /// An empty buffer with room for so many bytes.
  package init(capacity: Int = 65536) {
    unsafe storage = .allocate(byteCount: max(1, capacity), alignment: 64)
  }

  deinit { unsafe storage.deallocate() }

  /// How many bytes it can hold in all.
  package var capacity: Int { unsafe storage.count }
  /// How many bytes are waiting to be consumed.
  package var readable: Int { end - start }
  /// How many bytes can be committed at the end without moving anything.
  package var writable: Int { capacity - end }
  /// True when nothing waits.
  package var isEmpty: Bool { start == end }
  /// True when there is no room at the end.
  package var isFull: Bool { end == capacity }

  /// The waiting bytes; the span is valid within the closure.
  package func withReadable<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(rebasing: storage[start..<end]).bytes)
  }

  /// The waiting bytes as a pointer, for wrappers of C libraries.
  @unsafe
  package func withUnsafeReadable<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(rebasing: storage[start..<end]))
  }

  /// The room at the end as a pointer, for wrappers of C libraries; the count that the closure
  /// returns is committed.
  @unsafe
  package func withUnsafeWritable<Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let count = try unsafe body(UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
    commit(count)
    return count
  }

  /// A copy of the waiting bytes.
  package var bytes: [UInt8] { unsafe [UInt8](storage[start..<end]) }

  /// Appends as many of the bytes as fit and returns how many that were.
  package func append(_ bytes: [UInt8], from offset: Int = 0) -> Int {
    let count = min(bytes.count - offset, writable)
    guard count > 0 else { return 0 }
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(rebasing: storage[end..<end + count])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count]))
    }
    end += count
    return count
  }

  /// Drops bytes from the beginning; an emptied buffer has all its room again.
  package func consume(_ count: Int) {
    precondition(count >= 0 && count <= readable, "more consumed than there is")
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Drops everything.
  package func removeAll() {
    start = 0
    end = 0
  }

  /// Moves the waiting bytes to the beginning, so that all free room is at the end.
  package func compact() {
    guard start > 0 else { return }
    unsafe storage.baseAddress?.copyMemory(
      from: UnsafeRawPointer(storage.baseAddress.unsafelyUnwrapped + start), byteCount: readable)
    end -= start
    start = 0
  }

  func commit(_ count: Int) {
    precondition(count >= 0 && count <= writable, "more committed than there was room for")
    end += count
  }

  var readPointer: UnsafeMutableRawPointer? { unsafe storage.baseAddress.map { unsafe $0 + start } }
  var writePointer: UnsafeMutableRawPointer? { unsafe storage.baseAddress.map { unsafe $0 + end } }
}
