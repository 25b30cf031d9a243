/// Repairs of the author's files: the smallest edits, which leave every other byte as it is.

/// What a finding would change: words that stand at a place, and what should stand there.
package struct TextFix: Hashable, Sendable {
  package let place: SourceLocation
  package let removes: String
  package let inserts: String

  package init(at place: SourceLocation, removes: String, inserts: String) {
    self.place = place
    self.removes = removes
    self.inserts = inserts
  }
}

/// Applies fixes to the bytes of files.
package enum TextFixes {
  /// The files that the findings' fixes change, with their new bytes, by the paths of `files`.
  package static func applied(_ findings: [Finding], to files: TrackFiles) -> [String: [UInt8]] {
    var changed: [String: [UInt8]] = [:]
    let fixes = Dictionary(grouping: findings.compactMap(\.fix)) { $0.place.file }
    for (displayed, fixes) in fixes {
      guard let path = files.path(ofDisplayed: displayed), let bytes = files.bytes(path) else {
        continue
      }
      let edited = applied(fixes, to: bytes)
      if edited != bytes { changed[path] = edited }
    }
    return changed
  }

  /// The bytes with every fix whose words stand where it says; of two that touch the same words the
  /// first one counts.
  package static func applied(_ fixes: [TextFix], to bytes: [UInt8]) -> [UInt8] {
    let lines = lines(of: bytes)
    var edits: [(range: Range<Int>, text: [UInt8])] = []
    for fix in fixes.sorted(by: { $0.place < $1.place }) {
      guard lines.indices.contains(fix.place.line - 1),
        let range = range(of: fix, in: bytes, lines[fix.place.line - 1])
      else { continue }
      if let last = edits.last, range.lowerBound < last.range.upperBound || range == last.range {
        continue
      }
      edits.append((range, Array(fix.inserts.utf8)))
    }
    var edited = bytes
    for edit in edits.reversed() { edited.replaceSubrange(edit.range, with: edit.text) }
    return edited
  }

  /// The lines of a file as `TrackFiles.text` counts them, without their ends and a first mark of
  /// the encoding.
  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A || byte == 0x0D {
        lines.append(start..<index)
        if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    lines.append(start..<bytes.count)
    return lines
  }

  /// Where the words of a fix stand; nothing where they stand somewhere else by now.
  private static func range(
    of fix: TextFix, in bytes: [UInt8], _ line: Range<Int>
  ) -> Range<Int>? {
    guard let text = String(validating: bytes[line], as: UTF8.self) else { return nil }
    let start = line.lowerBound + text.prefix(fix.place.column - 1).utf8.count
    let removed = Array(fix.removes.utf8)
    let end = start + removed.count
    guard end <= line.upperBound, bytes[start..<end].elementsEqual(removed) else { return nil }
    return start..<end
  }
}
