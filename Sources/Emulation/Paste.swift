extension Screen {
  /// What the terminal sends for text that is pasted: lines end as the Enter key ends them, other
  /// control characters than tabs are left out, and when the program has asked, the text comes
  /// between marks. The mark that ends a paste is left out of the text whole, so that text cannot
  /// end its own paste and go on as typed keys.
  package func encode(paste text: String) -> [UInt8] {
    let end = Array("\u{1B}[201~".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      bytes.append(byte)
      if byte == end.last, bytes.suffix(end.count).elementsEqual(end) {
        bytes.removeLast(end.count)
      }
    }
    var typed: [UInt8] = []
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x0A: if previous != 0x0D { typed.append(0x0D) }
      case 0x09, 0x0D, 0x20...0x7E, 0x80...: typed.append(byte)
      default: break
      }
      previous = byte
    }
    guard modes.bracketedPaste else { return typed }
    return Array("\u{1B}[200~".utf8) + typed + end
  }
}
