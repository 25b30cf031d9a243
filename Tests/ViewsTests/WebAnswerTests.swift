import Testing
import Views

@Suite struct WebAnswerTests {
  /// What is read of an answer in thirty columns.
  func text(_ type: String, _ body: [UInt8], status: Int = 200) throws -> [String] {
    let url = try #require(WebURL("http://a.example/data"))
    return WebPage(
      WebAnswer(url: url, status: status, contentType: type, body: body), columns: 30
    ).text
  }

  @Test func text_stays_as_it_is() throws {
    #expect(
      try text("application/json", Array("{\n  \"a\": [1,  2],\n\t\"b\": \"<p>\"}\n".utf8)) == [
        "{", "  \"a\": [1,  2],", "        \"b\": \"<p>\"}",
      ])
    #expect(
      try text("text/plain; charset=utf-8", Array("a\r\n\r\n0123456789012345678901234567890".utf8))
        == ["a", "", "01234567890123456789012345678↪", "90"])
  }

  @Test func other_things_are_named() throws {
    #expect(
      try text("image/png", Array(repeating: 7, count: 1_234_567)) == [
        "This is image/png, 1,234,567", "bytes. It is not shown here.",
      ])
    #expect(
      try text("", [0, 1]) == [
        "This is something without a", "type, 2 bytes. It is not shown", "here.",
      ])
    #expect(
      try text("text/html", [], status: 502) == [
        "The server answered with", "status 502 and sent no text.",
      ])
  }

  @Test func what_has_no_type_is_looked_at() throws {
    #expect(try text("", Array(" <!DOCTYPE HTML><p>a &lt; b".utf8)) == ["a < b"])
    #expect(try text("", Array("a <b> c".utf8)) == ["a <b> c"])
  }

  @Test func old_encodings_are_read() throws {
    #expect(try text("text/html; charset=ISO-8859-1", [0x63, 0xE9, 0x80]) == ["cé€"])
    #expect(
      try text("text/html", Array("<meta charset='windows-1252'>x".utf8) + [0xFC]) == ["xü"])
    #expect(try text("text/html", [0xEF, 0xBB, 0xBF, 0x61, 0xFF, 0x62]) == ["a\u{FFFD}b"])
  }

  @Test func a_page_that_goes_on_by_itself_offers_a_link() throws {
    let page = try webPage("<meta http-equiv=Refresh content='0; URL=/next'><p>Moved", columns: 40)
    #expect(page.text == ["This page goes on to /next [1]", "", "Moved"])
    #expect(page.destination(of: 1)?.description == "http://portal.example/next")
  }
}
