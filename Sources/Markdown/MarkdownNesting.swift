/// Keeps a line from opening so many containers that their tree alone would fill the memory.
enum MarkdownNesting {
  /// The most markers of quotes and items that one line may open.
  static let mostMarkers = 500

  /// The same text; on a line that opens too many containers the next marker is taken as text.
  static func bounded(_ bytes: [UInt8]) -> [UInt8] {
    var bounded: [UInt8]?
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if end - start > mostMarkers, let place = excess(in: bytes[start..<end]) {
        var changed = bounded ?? bytes
        changed[place] = UInt8(ascii: ".")
        bounded = changed
      }
      start = end + 1
    }
    return bounded ?? bytes
  }

  private static func excess(in line: ArraySlice<UInt8>) -> Int? {
    var markers = 0
    var kinds: Set<UInt8> = []
    for (index, byte) in zip(line.indices, line) {
      switch byte {
      case 0x20, 0x09, UInt8(ascii: "0")...UInt8(ascii: "9"): continue
      case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"),
        UInt8(ascii: "."), UInt8(ascii: ")"):
        kinds.insert(byte)
        markers += 1
        if markers > mostMarkers {
          let rest = line[index...]
          let isRule =
            kinds.count == 1 && byte != UInt8(ascii: ">")
            && rest.allSatisfy { $0 == byte || $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
          return isRule ? nil : index
        }
      default: return nil
      }
    }
    return nil
  }
}
