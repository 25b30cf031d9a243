import CNcurses
import Platform

extension Terminal {
  /// Puts text on the clipboard of the machine that the terminal runs on (OSC 52). False where the
  /// terminal cannot do that or the text is too long for it; a terminal may still ignore it, and
  /// tmux passes it on only where it is told to (`set-clipboard on`).
  @discardableResult
  package func copy(_ text: String) -> Bool {
    guard trestle_screen_is_rich() != 0, text.utf8.count <= 74_000 else { return false }
    let request = "\u{1B}]52;c;\(Base64.text(of: Array(text.utf8)))\u{7}"
    var all = request
    if Environment.all["TMUX"] != nil || type.hasPrefix("tmux") {
      all += "\u{1B}Ptmux;\(request.replacing("\u{1B}", with: "\u{1B}\u{1B}"))\u{1B}\\"
    } else if type.hasPrefix("screen") {
      all = "\u{1B}P\(request)\u{1B}\\"
    }
    return write(all)
  }

  /// Rings the bell.
  package func bell() { write("\u{7}") }

  /// Sets the window's title, where the terminal has one. It comes back when the terminal is left.
  package func setTitle(_ title: String) {
    guard trestle_screen_is_rich() != 0 else { return }
    let plain = String(
      title.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(200))
    write("\u{1B}]2;\(plain)\u{7}")
  }

  @discardableResult
  private func write(_ text: String) -> Bool {
    do {
      try output.writeAll(text)
      return true
    } catch {
      return false
    }
  }
}

/// Bytes as text (RFC 4648).
private enum Base64 {
  static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      var bits = part.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - part.count)
      for place in 0..<4 {
        text.append(
          place <= part.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
