import Documents
import Platform
import Testing

@testable import Shells

/// Recordings as players read them.
@Suite struct CastTests {
  private func lines(_ path: String) throws -> [Value] {
    try Files.readText(path).split(separator: "\n").map { try JSON.parse($0.utf8.map { $0 }) }
  }

  @Test func a_recording_has_a_header_and_whole_characters_with_times() throws {
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    var cast = CastRecord(
      path: "\(folder)/a.cast", size: TerminalSize(columns: 80, rows: 24))
    let bytes = Array("grün\r\n→".utf8)
    // A piece may end in the middle of a character.
    cast.append(Array(bytes[..<3]))
    cast.append(Array(bytes[3..<8]))
    cast.resize(TerminalSize(columns: 100, rows: 30))
    cast.append(Array(bytes[8...]))
    cast.close()
    let all = try lines("\(folder)/a.cast")
    #expect(all[0]["version"] == 2)
    #expect(all[0]["width"] == 80)
    #expect(all[0]["height"] == 24)
    #expect(
      all.dropFirst().map { [$0[1]?.string, $0[2]?.string] } == [
        ["o", "gr"], ["o", "ün\r\n"], ["r", "100x30"], ["o", "→"],
      ])
    let times = all.dropFirst().compactMap { $0[0]?.number }
    #expect(times.count == 4)
    #expect(times == times.sorted())
  }

  @Test(arguments: [
    ([], 0), ([0x61], 0), ([0xC3], 1), ([0xC3, 0xBC], 0), ([0xE2, 0x86], 2),
    ([0xE2, 0x86, 0x92], 0),
    ([0xF0, 0x9F, 0x92], 3), ([0x61, 0xF0], 1), ([0x80, 0x80, 0x80, 0x80], 0), ([0xFF], 1),
  ])
  func knows_how_much_of_a_character_is_missing(bytes: [UInt8], rest: Int) {
    #expect(CastRecord.unfinished(bytes) == rest)
  }

  @Test func a_shell_records_what_its_terminal_shows() async throws {
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    var settings = ShellSettings(directory: folder, stateDirectory: folder, plain: true)
    settings.cast = "\(folder)/a.cast"
    let shell = try Shell(settings)
    try await shell.start()
    #expect(await shell.text("echo recorded") == "recorded")
    await shell.close()
    let shown = try lines("\(folder)/a.cast").dropFirst().compactMap { $0[2]?.string }.joined()
    #expect(shown.contains("echo recorded\r\nrecorded\r\n"), "\(shown)")
  }
}
