/// Routing decides what routers do, without a socket or a clock: frames and messages of the link
/// protocol, link states, the map of routers, paths, balancing and credit. Values in, values out.
import Documents

/// The eight bytes in front of every frame's body.
package struct FrameHead: Hashable, Sendable {
  /// What a frame is for.
  package enum Kind: UInt8, Sendable {
    /// Who speaks, as the first frame in either direction.
    case hello = 1
    /// A router's description of itself and its links.
    case advert = 2
    /// A question whether the other side is there; it carries the asker's time.
    case ping = 3
    /// The answer, with the same time.
    case pong = 4
    /// A stream begins.
    case open = 5
    /// Bytes of a stream.
    case data = 6
    /// The other side may send that many bytes more.
    case credit = 7
    /// The sender has bytes and no credit.
    case blocked = 8
    /// The sender has no more bytes for the stream.
    case end = 9
    /// The stream is over, in both directions.
    case reset = 10
  }

  /// The length of a head.
  package static let length = 8
  /// The longest body: with its head it fills one TLS record.
  package static let longestBody = 16_376
  /// The flag that says that the next frame goes on with this one's message.
  package static let more: UInt8 = 1

  package var kind: Kind
  package var flags: UInt8
  package var bodyLength: Int
  package var stream: UInt32

  package init(_ kind: Kind, stream: UInt32 = 0, bodyLength: Int, flags: UInt8 = 0) {
    self.kind = kind
    self.flags = flags
    self.bodyLength = bodyLength
    self.stream = stream
  }

  /// The head as a number whose bytes, highest first, are the head.
  package var word: UInt64 {
    UInt64(kind.rawValue) << 56 | UInt64(flags) << 48 | UInt64(bodyLength) << 32 | UInt64(stream)
  }

  /// The head that the number stands for.
  package init(word: UInt64) throws(ProtocolError) {
    guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: word >> 56)) else {
      throw ProtocolError("it sent a frame of the unknown kind \(word >> 56)")
    }
    let length = Int(UInt16(truncatingIfNeeded: word >> 32))
    guard length <= Self.longestBody else {
      throw ProtocolError("it sent a frame of \(length) bytes, longer than any may be")
    }
    self.init(
      kind, stream: UInt32(truncatingIfNeeded: word), bodyLength: length,
      flags: UInt8(truncatingIfNeeded: word >> 48))
  }

  /// The head as bytes.
  package var bytes: [UInt8] { bigEndian(word, count: 8) }
}

/// What the other side of a link did that no router of ours does.
package struct ProtocolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it did, as the end of a sentence.
  package let what: String

  package init(_ what: String) { self.what = what }

  package var description: String { "The other side does not speak the link protocol: \(what)." }
}

func bigEndian(_ number: UInt64, count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - $0))) }
}
