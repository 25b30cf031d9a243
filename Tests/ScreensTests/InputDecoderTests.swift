import Screens
import Testing

@Suite struct InputDecoderTests {
  private func decode(_ text: String) -> [Input] {
    var decoder = InputDecoder()
    return decoder.feed(text.utf8) + decoder.flush()
  }

  private func key(_ key: Input.Key, _ modifiers: Input.Modifiers = []) -> [Input] {
    [.key(key, modifiers)]
  }

  @Test func characters_of_any_script_are_keys() {
    #expect(
      decode("aé日🦀") == ["a", "é", "日", "🦀"].map { .key(.character($0), []) })
  }

  @Test func invalid_bytes_are_replacement_characters() {
    var decoder = InputDecoder()
    let replaced = Input.key(.character("\u{FFFD}"), [])
    #expect(decoder.feed([0xFF, 0xC3, 0x61]) == [replaced, replaced, .key(.character("a"), [])])
    #expect(decoder.feed([0xE6, 0x97]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [replaced])
  }

  @Test func control_characters_are_keys_with_control() {
    #expect(decode("\u{3}") == key(.character("c"), .control))
    #expect(decode("\u{1A}") == key(.character("z"), .control))
    #expect(decode("\u{0}") == key(.character(" "), .control))
    #expect(decode("\u{1C}") == key(.character("\\"), .control))
    #expect(decode("\u{A}") == key(.character("j"), .control))
    #expect(decode("\r\t\u{7F}") == key(.enter) + key(.tab) + key(.backspace))
    #expect(decode("\u{8}") == key(.character("h"), .control))
    var decoder = InputDecoder(backspace: 8)
    #expect(decoder.feed([8]) == key(.backspace))
  }

  static let sequences: [(String, Input.Key, Input.Modifiers)] = [
    ("\u{1B}[A", Input.Key.up, Input.Modifiers()), ("\u{1B}OB", .down, []),
    ("\u{1B}[1;5C", .right, .control), ("\u{1B}[1;2D", .left, .shift),
    ("\u{1B}[1;8H", .home, [.shift, .alt, .control]), ("\u{1B}OF", .end, []),
    ("\u{1B}[1;9A", .up, .alt), ("\u{1B}[a", .up, .shift), ("\u{1B}Od", .left, .control),
    ("\u{1B}[5~", .pageUp, []), ("\u{1B}[6;5~", .pageDown, .control), ("\u{1B}[2~", .insert, []),
    ("\u{1B}[3;2~", .delete, .shift), ("\u{1B}[7~", .home, []), ("\u{1B}[4~", .end, []),
    ("\u{1B}[3^", .delete, .control), ("\u{1B}[Z", .tab, .shift),
    ("\u{1B}OP", .function(1), []), ("\u{1B}[[A", .function(1), []),
    ("\u{1B}[11~", .function(1), []), ("\u{1B}[1;5S", .function(4), .control),
    ("\u{1B}[15~", .function(5), []), ("\u{1B}[21~", .function(10), []),
    ("\u{1B}[24;2~", .function(12), .shift), ("\u{1B}[27;5;13~", .enter, .control),
    ("\u{1B}[97;3u", .character("a"), .alt), ("\u{1B}[27u", .escape, []),
    ("\u{1B}\u{1B}[A", .up, .alt), ("\u{1B}OM", .enter, []), ("\u{1B}Oq", .character("1"), []),
  ]

  @Test(arguments: sequences)
  func sequences_are_keys(_ sample: (String, Input.Key, Input.Modifiers)) {
    #expect(decode(sample.0) == key(sample.1, sample.2))
  }

  @Test func alt_stands_before_any_key() {
    #expect(decode("\u{1B}x") == key(.character("x"), .alt))
    #expect(decode("\u{1B}é") == key(.character("é"), .alt))
    #expect(decode("\u{1B}\r") == key(.enter, .alt))
    #expect(decode("\u{1B}\u{3}") == key(.character("c"), [.alt, .control]))
    #expect(decode("\u{1B}[") == key(.character("["), .alt))
    #expect(decode("\u{1B}O") == key(.character("O"), .alt))
  }

  @Test func the_escape_key_is_known_by_the_silence_behind_it() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == key(.escape))
    #expect(!decoder.isWaiting)
    #expect(decode("\u{1B}\u{1B}") == key(.escape, .alt))
  }

  @Test func a_paste_is_one_input_with_line_feeds() {
    #expect(
      decode("a\u{1B}[200~one\rtwo\r\nthree\n\u{1B}[A\u{1B}[201~b")
        == key(.character("a")) + [.paste("one\ntwo\nthree\n\u{1B}[A")] + key(.character("b")))
  }

  @Test func a_paste_may_take_its_time() {
    var decoder = InputDecoder()
    #expect(decoder.feed("\u{1B}[200~par".utf8).isEmpty)
    #expect(!decoder.isWaiting)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed("t\u{1B}[201~".utf8) == [.paste("part")])
  }

  @Test func the_mouse_is_told_with_place_and_modifiers() {
    typealias Mouse = Input.Mouse
    #expect(decode("\u{1B}[<0;10;5M") == [.mouse(Mouse(.press(.left), row: 4, column: 9))])
    #expect(decode("\u{1B}[<2;1;1m") == [.mouse(Mouse(.release(.right), row: 0, column: 0))])
    #expect(decode("\u{1B}[<32;300;2M") == [.mouse(Mouse(.move(.left), row: 1, column: 299))])
    #expect(
      decode("\u{1B}[<80;3;4M")
        == [.mouse(Mouse(.press(.wheelUp), row: 3, column: 2, modifiers: .control))])
    #expect(
      decode("\u{1B}[<69;3;4M")
        == [.mouse(Mouse(.press(.wheelDown), row: 3, column: 2, modifiers: .shift))])
    #expect(decode("\u{1B}[M !!") == [.mouse(Mouse(.press(.left), row: 0, column: 0))])
    #expect(decode("\u{1B}[M#!!") == [.mouse(Mouse(.release(.left), row: 0, column: 0))])
  }

  @Test func focus_is_told() {
    #expect(decode("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }

  @Test func what_is_no_input_is_dropped_whole() {
    #expect(decode("\u{1B}[?1;2cx") == key(.character("x")))
    #expect(decode("\u{1B}[24;80Rx").last == .key(.character("x"), []))
    #expect(decode("\u{1B}[\(String(repeating: "1", count: 90))").count < 40)
  }

  @Test func bytes_may_be_cut_anywhere() {
    let text = "a\u{1B}[1;5Cé\u{1B}[200~p\r\u{1B}[201~\u{1B}[<0;10;5M\u{1B}OP日\u{1B}[15;2~z"
    let whole = decode(text)
    for size in 1...7 {
      var decoder = InputDecoder()
      let bytes = Array(text.utf8)
      let inputs = stride(from: 0, to: bytes.count, by: size).flatMap { start in
        decoder.feed(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(inputs == whole, "in pieces of \(size)")
    }
  }

  @Test func random_bytes_neither_crash_nor_stick() {
    var generator = SystemRandomNumberGenerator()
    var decoder = InputDecoder()
    for _ in 0..<2_000 {
      let bytes = (0..<20).map { _ in
        Bool.random()
          ? UInt8.random(in: 0...255, using: &generator)
          : [0x1B, 0x5B, 0x4F, 0x4D][Int.random(in: 0..<4)]
      }
      _ = decoder.feed(bytes)
    }
    _ = decoder.feed("\u{1B}[201~".utf8)
    _ = decoder.flush()
    #expect(decoder.feed("x".utf8) == key(.character("x")))
  }
}
