import Testing

@testable import HTTP

@Suite struct SPDYTests {
  /// Bytes from the digits of zlib's own output.
  private static func bytes(_ digits: String) -> [UInt8] {
    let letters = Array(digits.utf8)
    return stride(from: 0, to: letters.count, by: 2).map { index in
      UInt8(String(decoding: letters[index..<(index + 2)], as: UTF8.self), radix: 16) ?? 0
    }
  }

  private static func checksum(_ bytes: [UInt8]) -> Int {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  /// The headers of two streams, packed one after the other as kubectl does.
  private static let first = bytes(
    "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c6061606100a4398b20d198094ade8c06"
      + "00000000ffff")
  private static let second = bytes("c2aa19540e2512d60b000000ffff")
  /// A text whose codes come with it.
  private static let long = bytes(
    "78f9e3c6a7c26c54415204210cfc0a4f180221f01cbca8556ee9614fbede900e9a62bc0c35904eba9306"
      + "7d689fb3f4f4a2afc6a0f4ad4bcbe9753e1e3367dbc5a65ce9786487a4f9f1f536a927f5bfc27afabb35"
      + "853d473961e4b04ee749a9c9d850be9d4848adb4de3f9fb31690dd20c2da6e3c35def8a9482bacc9167e"
      + "fc27c802a95a66ae16571afe048268dcc815e4cd1756be45b486c42a797d4714d341bb5b11e215b07b57"
      + "d9360743afcbd0980027d45431182462c5b3e6184bb786b377244629bb3574551d9071b0f1200f78c331"
      + "68acb60f3f26a2b87d9a6b228bc9218969a6b853dbc9548a55e0065dec43cf1502dc52a3a2c82e26bedf"
      + "c62a210ed246625eecbe1063d88b1b287b2baf05621b9923b998b28c594982572c59bdb962fb51b08efe"
      + "9be3f467bc37b1bb42265a68f38318f83e3b8b869ec7f61563d6e3d4b42acc2367f57d8dd060f50f58ee"
      + "b95a1f95fb81eaec773f2730844f17a88e1f000000ffff")

  @Test func the_dictionary_is_the_protocol_s() {
    #expect(SPDYDictionary.bytes.count == 1423)
    #expect(Self.checksum(SPDYDictionary.bytes) == 0xE3C6_A7C2)
  }

  @Test func a_block_with_codes_of_its_own_is_unpacked() throws {
    var inflater = Inflater(dictionary: SPDYDictionary.bytes)
    let text = try inflater.unpack(Self.long)
    #expect(text.count == 1107)
    #expect(Self.checksum(text) == 1859481629)
  }

  @Test func damaged_headers_are_refused_or_read_as_others_but_never_end_the_program() throws {
    for index in Self.long.indices {
      var damaged = Self.long
      damaged[index] ^= 0x55
      var inflater = Inflater(dictionary: SPDYDictionary.bytes)
      _ = try? inflater.unpack(damaged)
      var cut = Inflater(dictionary: SPDYDictionary.bytes)
      #expect(throws: Inflater.Failure.self, "cut at \(index)") {
        guard index > 6, index < Self.long.count - 5 else {
          throw Inflater.Failure(reason: "no block is cut in the middle")
        }
        _ = try cut.unpack(Array(Self.long[..<index]))
      }
    }
    var short = Inflater(dictionary: [])
    #expect(throws: Inflater.Failure(reason: "it points to before its beginning")) {
      try short.unpack(Self.first)
    }
  }

  private func opening(_ stream: UInt8, _ block: [UInt8], isFinal: Bool = false) -> [UInt8] {
    let head: [UInt8] = [0x80, 3, 0, 1, isFinal ? 1 : 0, 0, 0, UInt8(10 + block.count)]
    let rest: [UInt8] = [0, 0, 0, stream, 0, 0, 0, 0, 0, 0]
    return head + rest + block
  }

  private let error: [String: String] = ["streamtype": "error", "port": "8080", "requestid": "0"]
  private let data: [String: String] = ["streamtype": "data", "port": "8080", "requestid": "0"]

  @Test(arguments: [1, 3, 1000]) func frames_are_read_however_they_arrive(count: Int) throws {
    let ping: [UInt8] = [0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]
    let settings: [UInt8] = [0x80, 3, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0]
    let reset: [UInt8] = [0x80, 3, 0, 3, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 5]
    let goAway: [UInt8] = [0x80, 3, 0, 7, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 0]
    var bytes: [UInt8] = opening(1, Self.first, isFinal: true) + settings
    bytes += opening(3, Self.second) + ping
    bytes += SPDY.data(3, [1, 2, 3]) + SPDY.data(3, [], isFinal: true) + reset + goAway
    var reader = SPDYReader()
    var frames: [SPDY.Frame] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      reader.feed(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      while let frame = try reader.next() { frames.append(frame) }
    }
    let expected: [SPDY.Frame] = [
      .open(stream: 1, headers: error, isFinal: true),
      .open(stream: 3, headers: data, isFinal: false), .ping([0, 0, 0, 7]),
      .data(stream: 3, [1, 2, 3], isFinal: false), .data(stream: 3, [], isFinal: true),
      .reset(stream: 3), .goAway,
    ]
    #expect(frames == expected)
  }

  @Test func replies_are_one_zlib_stream_without_headers() throws {
    let first = SPDY.reply(1, isFirst: true)
    let second = SPDY.reply(3, isFirst: false)
    #expect(first[..<12] == [0x80, 3, 0, 2, 0, 0, 0, 20, 0, 0, 0, 1])
    var inflater = Inflater(dictionary: [])
    #expect(try inflater.unpack(Array(first[12...])) == [0, 0, 0, 0])
    #expect(try inflater.unpack(Array(second[12...])) == [0, 0, 0, 0])
  }

  @Test func much_is_sent_in_pieces_and_only_the_last_one_ends() throws {
    let bytes = [UInt8](repeating: 5, count: 150_000)
    var reader = SPDYReader()
    reader.feed(SPDY.data(9, bytes, isFinal: true))
    var sizes: [Int] = []
    var ends: [Bool] = []
    while case .data(9, let piece, let isFinal)? = try reader.next() {
      sizes.append(piece.count)
      ends.append(isFinal)
    }
    #expect(sizes == [65_536, 65_536, 18_928] && ends == [false, false, true])
  }

  @Test(arguments: [
    ([0x80, 2, 0, 1, 0, 0, 0, 0], "a frame is of another version than 3"),
    ([0x80, 3, 0, 1, 0, 0, 0, 0], "a stream's beginning is too short"),
    ([0x80, 3, 0, 3, 0, 0, 0, 0], "a stream's reset is too short"),
    ([0, 0, 0, 1, 0, 0xFF, 0, 0], "a frame is longer than 8388608 bytes"),
  ])
  func what_breaks_the_rules_is_refused(bytes: [UInt8], reason: String) {
    var reader = SPDYReader()
    reader.feed(bytes)
    #expect(throws: SPDYError(reason: reason)) { try reader.next() }
  }
}
