/// A PNG file made by hand: what is in it is in the test, and so is what is wrong with it.
struct PNGFile {
  var chunks: [[UInt8]]

  /// A picture of eight bits a part: of type 6 red, green, blue and opacity, 2 without opacity, and 0
  /// greys.
  init(width: Int, height: Int, type: UInt8 = 6, bytes: [UInt8]) {
    let lines = max(1, bytes.count / max(1, height))
    var raw: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: lines) {
      raw += [0] + bytes[start..<min(start + lines, bytes.count)]
    }
    // Deflated without compression: one block that is the last.
    let count = UInt16(raw.count)
    var data: [UInt8] = [0x78, 0x01, 0x01]
    data += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
    data += raw + PNGFile.number(PNGFile.adler(raw))
    chunks = [
      PNGFile.chunk(
        "IHDR",
        PNGFile.number(UInt32(width)) + PNGFile.number(UInt32(height)) + [8, type, 0, 0, 0]),
      PNGFile.chunk("IDAT", data), PNGFile.chunk("IEND", []),
    ]
  }

  var bytes: [UInt8] { [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunks.joined() }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + data
    return number(UInt32(data.count)) + checked + number(crc(checked))
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
      }
    }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}
