import Emulation
import Testing
import Views

@Suite struct WebFormTests {
  /// What a form sends, as its method, address and body; the sentence where it is refused.
  func sent(_ page: WebPage, _ number: Int) -> String {
    switch page.submission(of: number) {
    case .request(let request):
      [
        request.method.rawValue, request.url.description, request.contentType,
        request.contentType.map { _ in String(decoding: request.body, as: UTF8.self) },
      ].compactMap { $0 }.joined(separator: " ")
    case .refused(let sentence, _): sentence
    case .reset: "reset"
    }
  }

  let order = """
    <form method=post action=/order>
    <input type=hidden name=id value=7>
    <p><label>Name: <input name=name value="Ann"></label>
    <p><label for=k>Kind</label> <select id=k name=kind><option value=s>Small<option value=m
    selected>Medium<option disabled>Huge</select>
    <p><label><input type=radio name=pay value=card checked>Card</label>
    <label><input type=radio name=pay value=cash>Cash</label>
    <p><label><input type=checkbox name=news> News</label>
    <p><input type=password name=pin aria-label=PIN size=6>
    <p><button name=do value=buy>Buy</button> <button name=do value=keep formmethod=get
    formaction=/keep>Keep</button> <input type=reset>
    </form>
    """

  @Test func fields_stand_where_they_are() throws {
    #expect(
      try webPage(order).text.filter { !$0.isEmpty } == [
        "[Name: Ann_________________] [1]", "[Kind: Medium ↓] [2]",
        "(•) Card [3] ( ) Cash [4]", "[ ] News [5]", "[PIN: ______] [6]",
        "[ Buy ] [7] [ Keep ] [8] [ Reset ] [9]",
      ])
    #expect(
      try webPage(order, isASCII: true).text.filter { !$0.isEmpty }.prefix(3) == [
        "[Name: Ann_________________] [1]", "[Kind: Medium v] [2]",
        "(*) Card [3] ( ) Cash [4]",
      ])
  }

  @Test func filling_in_gives_a_page_with_it() throws {
    var page = try webPage(order)
    page.setValue("Béa & 漢", of: 1)
    page.choose(0, of: 2)
    page.toggle(4)
    page.toggle(5)
    page.edit(6) { $0.insert("12") }
    #expect(
      page.text.filter { !$0.isEmpty }.prefix(5) == [
        "[Name: Béa & 漢____________] [1]", "[Kind: Small ↓] [2]",
        "( ) Card [3] (•) Cash [4]", "[x] News [5]", "[PIN: ••____] [6]",
      ])
    #expect(
      sent(page, 7)
        == "POST http://portal.example/order application/x-www-form-urlencoded "
        + "id=7&name=B%C3%A9a+%26+%E6%BC%A2&kind=s&pay=cash&news=on&pin=12&do=buy")
    #expect(
      sent(page, 8)
        == "GET http://portal.example/keep"
        + "?id=7&name=B%C3%A9a+%26+%E6%BC%A2&kind=s&pay=cash&news=on&pin=12&do=keep")
    #expect(sent(page, 9) == "reset")
    page.reset(formOf: 9)
    #expect(try page == webPage(order))
  }

  @Test func the_enter_key_in_a_field_presses_the_first_button() throws {
    #expect(
      sent(try webPage(order), 1)
        == "POST http://portal.example/order application/x-www-form-urlencoded "
        + "id=7&name=Ann&kind=m&pay=card&pin=&do=buy")
  }

  @Test func choices_go_by_keys_and_pass_what_is_disabled() throws {
    var page = try webPage(
      "<form><select name=a><option>1<option disabled>2<option>3</select></form>")
    page.chooseNext(of: 1)
    #expect(page.text == ["[3 ↓] [1]"])
    page.chooseNext(of: 1)
    #expect(page.focusable(1)?.kind == .select(2))
    page.chooseNext(-1, of: 1)
    #expect(sent(page, 1) == "GET http://portal.example/patient?a=1")
    page.choose(1, of: 1)
    #expect(page.control(1)?.options.map(\.isOn) == [true, false, false])
  }

  @Test func several_can_be_chosen_of_a_list() throws {
    var page = try webPage(
      """
      <form><label>With <select name=with multiple><option>Ham<option value=c selected>Cheese
      <option>Egg</select></label><input type=submit></form>
      """)
    #expect(
      page.text == ["With:", "[ ] Ham [1]", "[x] Cheese [2]", "[ ] Egg [3]", "[ Submit ] [4]"])
    page.toggle(1)
    page.toggle(3)
    page.toggle(2)
    #expect(sent(page, 4) == "GET http://portal.example/patient?with=Ham&with=Egg")
  }

  @Test func several_lines_are_typed_between_bars() throws {
    var page = try webPage(
      """
      <form method=post><label for=t>Note</label><textarea id=t name=t rows=2 cols=10>

      one</textarea><button>Send</button></form>
      """, at: "http://a.example/x#y")
    #expect(
      page.text == ["Note [1]", "│ __________ │", "│ one_______ │", "[ Send ] [2]"])
    page.edit(1) { $0.insert(" two three\nfour") }
    #expect(
      page.text == [
        "Note [1]", "│ __________ │", "│ one two th │", "│ ree_______ │", "│ four______ │",
        "[ Send ] [2]",
      ])
    #expect(
      sent(page, 2)
        == "POST http://a.example/x application/x-www-form-urlencoded "
        + "t=%0D%0Aone+two+three%0D%0Afour")
  }

  @Test func the_cursor_moves_through_several_lines() throws {
    var page = try webPage("<textarea cols=8 rows=2>one two three\nfour</textarea>")
    #expect(page.text == ["Text [1]", "│ one two  │", "│ three___ │", "│ four____ │"])
    var canvas = Canvas(rows: 4, columns: 20)
    func cursor() -> Position? {
      canvas.show(page, in: canvas.bounds, focused: 1)
      return canvas.cursor
    }
    #expect(cursor() == Position(row: 3, column: 6))
    page.moveCursor(rows: -1, of: 1)
    #expect(cursor() == Position(row: 2, column: 6))
    let moves = [page.moveCursor(rows: -1, of: 1), page.moveCursor(rows: -1, of: 1)]
    #expect(moves == [true, false])
    page.edit(1) { $0.insert("漢") }
    #expect(cursor() == Position(row: 1, column: 8))
    #expect(page.text[1...] == ["│ one 漢tw │", "│ o three_ │", "│ four____ │"])
  }

  @Test func what_must_be_filled_in_is_asked_for() throws {
    var page = try webPage(
      """
      <form><label>Date <input type=date name=d required></label><input type=email name=e>
      <label><input type=checkbox name=ok required>Yes</label><button>Go</button>
      <button formnovalidate>Later</button></form>
      """)
    #expect(page.text[0].hasPrefix("[Date*: ____-__-__] [1]"))
    #expect(page.submission(of: 4) == .refused("Date must be filled in.", number: 1))
    page.setValue("2023-02-29", of: 1)
    #expect(
      page.submission(of: 4) == .refused("Date must be a date such as 2024-05-31.", number: 1))
    #expect(sent(page, 5) == "GET http://portal.example/patient?d=&e=")
    page.setValue("2024-02-29", of: 1)
    page.setValue("ann", of: 2)
    #expect(sent(page, 4) == "e must be an email address such as name@example.org.")
    page.setValue("ann@example.org", of: 2)
    #expect(sent(page, 4) == "Yes must be checked.")
    page.toggle(3)
    #expect(
      sent(page, 4) == "GET http://portal.example/patient?d=2024-02-29&e=ann%40example.org&ok=on")
  }

  @Test func what_cannot_be_used_has_no_number_and_is_not_sent() throws {
    let page = try webPage(
      """
      <form><fieldset disabled><legend>Off <input name=a value=1></legend><input name=b></fieldset>
      <label>Sum <input name=c value=5 readonly></label> <input name=d value=6 disabled>
      <button type=button>Script</button> <input type=file name=f><button>Go</button></form>
      """)
    #expect(page.focusables.map(\.number) == [1, 2])
    #expect(page.text.contains { $0.hasPrefix("Sum: 5 [6___") })
    #expect(sent(page, 2) == "GET http://portal.example/patient?a=1&c=5&f=")
  }

  @Test func what_cannot_be_sent_is_refused_with_a_sentence() throws {
    let page = try webPage(
      """
      <form method=post enctype=multipart/form-data><button>Go</button></form>
      <form action="mailto:a@b.example"><button>Mail</button></form><button>Alone</button>
      """)
    #expect(
      (1...4).map { sent(page, $0) } == [
        "This form sends its data as multipart/form-data, which is not supported here.",
        "This form goes to mailto:a@b.example, which is no web address.",
        "This belongs to no form: without scripts it does nothing.",
        "Nothing on this page has the number 4.",
      ])
  }

  @Test func labels_with_links_stay_where_they_are() throws {
    #expect(
      try webText("<label><input type=checkbox> I read <a href=t>the terms</a></label>")
        == "[ ] [1] I read the terms [2]")
  }

  @Test func no_more_is_typed_than_a_field_takes() throws {
    var page = try webPage("<input aria-label=Code maxlength=3 value=ab size=4>")
    page.edit(1) { $0.insert("c") }
    page.edit(1) { $0.insert("d") }
    #expect(page.text == ["[Code: abc_] [1]"])
  }

  @Test func the_cursor_stands_where_text_is_typed() throws {
    var page = try webPage("<p>a<p><input aria-label=Code size=4><p><a href=x>b</a>")
    page.setValue("12345", of: 1)
    #expect(page.text[2] == "[Code: 123…] [1]")
    var canvas = Canvas(rows: 4, columns: 30)
    let rect = Rect(row: 1, column: 2, rows: 3, columns: 28)
    canvas.show(page, in: rect, from: 2, focused: 1)
    #expect(canvas.lines == ["", "  [Code: ←45 ] [1]", "", "  b [2]"])
    #expect(canvas.cursor == Position(row: 1, column: 12))
    canvas.show(page, in: rect, from: 2, focused: 2)
    #expect(canvas.lines[1] == "  [Code: 123…] [1]")
    #expect(canvas.cursor == Position(row: 3, column: 2))
    let inverse = Style(
      foreground: .palette(12), attributes: [.underline, .inverse])
    #expect(canvas[3, 2]?.style == inverse)
  }
}
