import Platform
import Testing

@testable import Commands

@Suite struct TarTests {
  private func read(_ bytes: [UInt8], by count: Int) throws -> [TarReader.Event] {
    var reader = TarReader()
    var events: [TarReader.Event] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      reader.feed(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      while let event = try reader.next() {
        if case .content(let piece) = event, case .content(let before) = events.last {
          events[events.count - 1] = .content(before + piece)
        } else {
          events.append(event)
        }
      }
    }
    return events
  }

  private static let long = String(repeating: "folder/", count: 30) + "file"

  @Test(arguments: [1, 7, 512, 1_000_000]) func what_is_written_is_read(count: Int) throws {
    let entries = [
      Tar.Entry(name: "a/", kind: .folder, size: 0, mode: 0o755, modified: 1_700_000_000),
      Tar.Entry(name: "a/b", kind: .file, size: 5, mode: 0o640, modified: 1),
      Tar.Entry(name: Self.long, kind: .file, size: 512, mode: 0o600, modified: 2),
      Tar.Entry(
        name: "a/ünï", kind: .link(to: Self.long), size: 0, mode: 0o777, modified: 3),
    ]
    let contents: [[UInt8]] = [[], Array("hello".utf8), [UInt8](repeating: 9, count: 512), []]
    var bytes: [UInt8] = []
    var expected: [TarReader.Event] = []
    for (entry, content) in zip(entries, contents) {
      bytes += Tar.header(entry) + content + Tar.padding(content.count)
      expected.append(.entry(entry))
      if !content.isEmpty { expected.append(.content(content)) }
      expected.append(.endOfEntry)
    }
    #expect(try read(bytes + Tar.end, by: count) == expected)
  }

  @Test func the_system_s_tar_reads_what_is_written_and_is_read() async throws {
    let folder = try Files.makeTemporaryDirectory(prefix: "tar")
    defer { try? Files.remove(folder) }
    let content = Array("hello tar".utf8)
    let entry = Tar.Entry(
      name: Self.long, kind: .file, size: content.count, mode: 0o644, modified: 1_700_000_000)
    try Files.write(
      "\(folder)/a.tar",
      Tar.header(entry) + content + Tar.padding(content.count) + Tar.end)
    let unpacked = try ProcessLaunch("tar", ["xf", "a.tar"], directory: folder)
      .run(timeout: .seconds(10))
    #expect(unpacked.status.isSuccess)
    #expect(try Files.read("\(folder)/\(Self.long)") == content)
    for format in ["gnu", "ustar", "pax"] {
      let packed = try ProcessLaunch(
        "tar", ["cf", "-", "--format", format, "folder"], directory: folder
      ).run(timeout: .seconds(10))
      let events = try read(packed.output, by: 1000)
      let files = events.compactMap { event -> String? in
        guard case .entry(let entry) = event, entry.kind == .file else { return nil }
        return entry.name
      }
      #expect(files == [Self.long], "\(format)")
      #expect(events.contains(.content(content)), "\(format)")
    }
  }

  @Test func damaged_and_unfinished_archives_are_noticed() throws {
    let entry = Tar.Entry(name: "x", kind: .file, size: 600, mode: 0o644, modified: 0)
    var header = Tar.header(entry)
    header[0] ^= 1
    #expect(throws: TarError.self) { try read(header, by: 512) }
    var reader = TarReader()
    reader.feed(Tar.header(entry) + [1, 2, 3])
    while try reader.next() != nil {}
    #expect(!reader.isComplete)
  }
}
