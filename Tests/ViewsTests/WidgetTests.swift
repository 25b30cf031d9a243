import Emulation
import Markdown
import Testing
import Views

@Suite struct WidgetTests {
  private let items = ["one", "two", "three", "four", "five", "six"].map { Line($0) }

  @Test func a_list_marks_what_is_selected_by_a_sign_and_by_its_look() {
    var canvas = Canvas(rows: 3, columns: 12)
    let places = canvas.list(
      Array(items.prefix(3)), place: ListPlace(selected: 1), in: canvas.bounds, hasFocus: true)
    #expect(canvas.lines == ["  one", "› two", "  three"])
    #expect(
      canvas.styleMap(["s": Theme.colors[.selection]]) == ["", "ssssssssssss", ""])
    #expect(canvas.cursor == Position(row: 1, column: 0))
    #expect(places[2] == Rect(row: 2, column: 0, rows: 1, columns: 12))
  }

  @Test func a_long_list_scrolls_with_what_is_selected() {
    var canvas = Canvas(rows: 3, columns: 12)
    var place = ListPlace()
    place.move(by: 4, count: items.count, visible: 3)
    canvas.list(items, place: place, in: canvas.bounds)
    #expect(canvas.lines == ["  three    │", "  four     █", "› five     │"])
    place.move(by: 99, count: items.count, visible: 3)
    #expect(place.selected == 5 && place.scroll.first == 3)
    place.move(by: -5, count: items.count, visible: 3)
    #expect(place.selected == 0 && place.scroll.first == 0)
  }

  @Test func all_of_the_selected_item_is_seen_where_it_wraps() {
    var canvas = Canvas(rows: 4, columns: 12)
    let items = ["one", "two", "three and four and five", "six"].map { Line($0) }
    canvas.list(items, place: ListPlace(selected: 2), in: canvas.bounds, wrapsSelected: true)
    #expect(canvas.lines == ["  two      │", "› three and█", "  four and █", "  five     │"])
    canvas.list(items, place: ListPlace(selected: 0), in: canvas.bounds, wrapsSelected: true)
    #expect(canvas.lines == ["› one", "  two", "  three and…", "  six"])
  }

  @Test func an_empty_list_has_no_place() {
    var place = ListPlace(selected: 3)
    place.select(3, count: 0, visible: 5)
    #expect(place.selected == 0)
    var canvas = Canvas(rows: 2, columns: 5)
    canvas.list([], place: place, in: canvas.bounds)
    #expect(canvas.lines == ["", ""])
  }

  @Test func a_field_is_edited() {
    var field = TextField("skupper status")
    field.deleteWord()
    field.insert("token\ncreate\u{7}")
    #expect(field.text == "skupper token create")
    field.moveToStart()
    field.move(by: 3)
    field.deleteBackward()
    field.deleteForward()
    #expect(field.text == "skper token create" && field.cursor == 2)
    field.moveToWordEnd()
    field.deleteToEnd()
    #expect(field.text == "skper")
    field.deleteToStart()
    #expect(field.isEmpty)
    field.insert("e")
    field.insert("\u{301}")
    #expect(field.text == "é" && field.cursor == 1)
  }

  @Test func a_field_shows_what_is_around_the_cursor() {
    var canvas = Canvas(rows: 2, columns: 14)
    var field = TextField("0123456789abcdef")
    canvas.field(
      field, label: "name ", in: Rect(row: 0, column: 0, rows: 1, columns: 14), hasFocus: true)
    field.moveToStart()
    canvas.field(field, label: "name ", in: Rect(row: 1, column: 0, rows: 1, columns: 14))
    #expect(canvas.lines == ["name ←9abcdef", "name 01234567→"])
    #expect(canvas.cursor == Position(row: 0, column: 13))
  }

  @Test func a_filter_tells_how_much_is_left() {
    var canvas = Canvas(rows: 2, columns: 30)
    let (top, bottom) = canvas.bounds.split(top: 1)
    canvas.filter(TextField("tok"), shown: 3, of: 41, in: top, hasFocus: true)
    canvas.filter(TextField(), shown: 41, of: 41, in: bottom)
    #expect(
      canvas.lines == ["/ tok                  3 of 41", "/ type to filter      41 of 41"])
    #expect(canvas.cursor == Position(row: 0, column: 5))
  }

  @Test func a_status_bar_leaves_out_the_last_keys_first() {
    let keys = [KeyHint("n", "next"), KeyHint("h", "hint"), KeyHint("?", "help")]
    func bar(_ columns: Int, _ look: Look = Look()) -> String {
      var canvas = Canvas(rows: 1, columns: columns)
      canvas.statusBar(["1/3 Deploy", "4 points"], keys: keys, in: canvas.bounds, look: look)
      return canvas.lines[0]
    }
    #expect(bar(52) == " 1/3 Deploy │ 4 points      n next  h hint  ? help")
    #expect(bar(46) == " 1/3 Deploy │ 4 points      n next  h hint  …")
    #expect(bar(32) == " 1/3 Deploy   n next  h hint  …")
    #expect(bar(24) == " 1/3 Deploy   n next  …")
    #expect(bar(12) == " 1/3 Deploy")
    #expect(bar(8) == " 1/3 De…")
    #expect(bar(33, Look(isASCII: true)) == " 1/3 Deploy  n next  h hint  ...")
  }

  @Test func keys_can_be_kept_beside_a_long_message() {
    var canvas = Canvas(rows: 1, columns: 40)
    let keys = [KeyHint("Enter", "run"), KeyHint("q", "quit"), KeyHint("l", "list")]
    canvas.statusBar(
      ["A message that is longer than there is room"], keys: keys, keeping: 1, in: canvas.bounds)
    #expect(canvas.lines[0].hasPrefix(" A message that is lon"), "\(canvas.lines)")
    #expect(canvas.lines[0].contains("…  Enter run  …"), "\(canvas.lines)")
  }

  @Test func a_closing_key_stays_whatever_is_left_out() {
    let keys = [KeyHint("n", "next"), KeyHint("h", "hint"), KeyHint("l", "list")]
    func bar(_ columns: Int) -> (line: String, places: [Int: Rect]) {
      var canvas = Canvas(rows: 1, columns: columns)
      let places = canvas.statusBar(
        ["1/3 Deploy", "4 points"], keys: keys, closing: KeyHint("?", "all keys"), keeping: 1,
        in: canvas.bounds)
      return (canvas.lines[0], places)
    }
    #expect(
      bar(62).line == " 1/3 Deploy │ 4 points    n next  h hint  l list  ? all keys")
    #expect(bar(50).line == " 1/3 Deploy   n next  h hint  l list  ? all keys")
    #expect(bar(36).line == " 1/3 Deploy     n next  ? all keys")
    #expect(bar(36).places.keys.sorted() == [0, 3])
  }

  @Test func a_status_bar_tells_where_its_keys_are() {
    var canvas = Canvas(rows: 1, columns: 30)
    let places = canvas.statusBar([], keys: [KeyHint("q", "quit")], in: canvas.bounds)
    #expect(places == [0: Rect(row: 0, column: 22, rows: 1, columns: 6)])
  }

  @Test func tabs_show_the_selected_one_in_brackets() {
    var canvas = Canvas(rows: 2, columns: 40)
    let tabs = [TabTitle("Public"), TabTitle("Private", standing: .waiting), TabTitle("Portal")]
    let places = canvas.tabs(tabs, selected: 1, in: canvas.bounds)
    #expect(canvas.lines == [" Public [◔ Private] Portal", ""])
    #expect(places[2] == Rect(row: 0, column: 19, rows: 1, columns: 8))
  }

  @Test func of_many_tabs_those_around_the_selected_one_show() {
    var canvas = Canvas(rows: 1, columns: 24)
    let tabs = (1...9).map { TabTitle("tab \($0)") }
    canvas.tabs(tabs, selected: 4, in: canvas.bounds)
    #expect(canvas.lines == ["← [tab 5] tab 6        →"])
    canvas.tabs(tabs, selected: 8, in: canvas.bounds)
    #expect(canvas.lines == ["←  tab 8 [tab 9]"])
  }

  @Test func progress_is_a_bar_with_figures() {
    #expect(Look().progress(3, of: 6, columns: 12).text == "████░░░░ 3/6")
    #expect(Look(isASCII: true).progress(0, of: 0, columns: 8).text == ".... 0/0")
  }

  @Test func a_table_marks_the_selected_row_and_cuts_the_widest_column() {
    var canvas = Canvas(rows: 3, columns: 24)
    canvas.table(
      header: ["id", "step", "state"],
      rows: [["1.1", "Deploy the frontend", "passed"], ["1.2", "Look", "open"]],
      place: ListPlace(selected: 1), in: canvas.bounds)
    #expect(
      canvas.lines == [
        "  id   step       state",
        "  1.1  Deploy t…  passed",
        "› 1.2  Look       open",
      ])
  }

  @Test func a_dialog_is_as_large_as_its_text() {
    var canvas = Canvas(rows: 6, columns: 34)
    let inside = canvas.dialog(
      title: "Reset", lines: ["Everything that this step", "made is undone."],
      note: "enter reset", in: canvas.bounds)
    #expect(
      canvas.lines
        == [
          "",
          "  ╭─ Reset ───────────────────╮",
          "  │ Everything that this step │",
          "  │ made is undone.           │",
          "  ╰───────────── enter reset ─╯",
          "",
        ])
    #expect(inside == Rect(row: 2, column: 4, rows: 2, columns: 25))
  }

  @Test func paragraphs_wrap_into_their_part() {
    var canvas = Canvas(rows: 2, columns: 10)
    let count = canvas.paragraph(["one two three four"], in: canvas.bounds, from: 1)
    #expect(canvas.lines == ["three four", ""])
    #expect(count == 2)
  }
}

@Suite struct PageDrawingTests {
  private let page = Page(
    MarkdownDocument("Type [it](a.md):\n\n```\noc get pods\n```\n\nThen look."),
    PageSettings(columns: 24, fences: { _ in FenceLook(.command, title: "crc") }))

  @Test func a_page_shows_from_a_line_on() {
    var canvas = Canvas(rows: 4, columns: 24)
    canvas.show(page, in: canvas.bounds, from: 3)
    #expect(
      canvas.lines == [
        "│ oc get pods          │", "╰──────────────────────╯", "", "Then look.",
      ])
  }

  @Test func the_selected_fence_has_a_heavy_border() {
    var canvas = Canvas(rows: 5, columns: 24)
    canvas.show(page, in: canvas.bounds, selectedFence: 3)
    #expect(
      canvas.lines == [
        "Type it [1]:", "", "┏━ ▶ crc ━━━━━━━━━━━━━━┓", "┃ oc get pods          ┃",
        "┗━━━━━━━━━━━━━━━━━━━━━━┛",
      ])
    canvas.show(page, in: canvas.bounds, selectedFence: 99)
    #expect(canvas.lines[2].hasPrefix("╭"))
  }

  @Test func the_selected_link_is_inverse() {
    var canvas = Canvas(rows: 1, columns: 24)
    canvas.show(page, in: canvas.bounds, selectedLink: 1)
    let inverse = canvas.rows[0].cells.map { $0.style.attributes.contains(.inverse) }
    #expect(inverse[5...10].allSatisfy { $0 } && !inverse[4] && !inverse[11])
  }

  @Test func places_on_a_page_are_found() {
    #expect(page.lines(ofFence: 3) == 2..<5)
    #expect(page.lines(ofFence: 1).isEmpty)
    #expect(page.fences == [3])
    #expect(page.link(atLine: 0, column: 6) == 1)
    #expect(page.link(atLine: 0, column: 2) == nil)
    #expect(page.line(ofSource: 7) == 6 && page.line(ofSource: 4) == 2)
    #expect(page.lines(containing: "THEN") == [6])
  }
}
