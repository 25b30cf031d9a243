import Testing
import Views

@Suite struct WebTableTests {
  let bills = """
    <table><caption>Bills</caption>
    <thead><tr><th>ID<th>Summary<th align=right>Amount<th></thead>
    <tbody><tr><td>1<td>Labs<br>and X-ray<td style="text-align: right">$100<td><a href=p>Pay</a>
    <tr><td>2<td>漢字<td align=right>$5<td></table>
    """

  @Test func columns_align_under_their_heading() throws {
    let text = try webText(bills)
    #expect(
      text == """
        Bills
        ID │ Summary   │ Amount │
        ───┼───────────┼────────┼────────
        1  │ Labs      │   $100 │ Pay [1]
           │ and X-ray │        │
        2  │ 漢字      │     $5 │
        """)
  }

  @Test func a_table_without_room_is_read_row_by_row() throws {
    let text = try webText(bills, columns: 20)
    #expect(
      text == """
        Bills

        ID: 1
        Summary: Labs
        and X-ray
        Amount: $100
        Pay [1]

        ID: 2
        Summary: 漢字
        Amount: $5
        """)
  }

  @Test func words_stay_whole_where_there_is_room() throws {
    let text = try webText(
      """
      <table><tr><th>ID<th>Summary<th>Amount<th>Date paid<th><tr><td>1<td>Knee surgery<td>$50<td>-
      <td><a href=p>Pay</a></table>
      """, columns: 40)
    #expect(
      text == """
        ID │ Summary │ Amount │ Date   │
           │         │        │ paid   │
        ───┼─────────┼────────┼────────┼────────
        1  │ Knee    │ $50    │ -      │ Pay [1]
           │ surgery │        │        │
        """)
  }

  @Test func cells_reach_over_columns_and_rows() throws {
    let text = try webText(
      """
      <table border><tr><th>a<th colspan=2>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g
      <tr><td>h</table>
      """)
    #expect(
      text == """
        a │ b │
        ──┼───┼───
        c │ d │ e
          │ f │ g
        h │   │
        """)
  }

  @Test func a_table_that_arranges_the_page_is_read_in_order() throws {
    let text = try webText(
      """
      <table><tr><td><h2>News</h2><td><ul><li>One<li>Two</ul><tr><td>Name <td>
      <table><tr><td>x<td>y<tr><td>z<td>w</table></table>
      """)
    #expect(
      text == """
        News

        • One
        • Two

        Name

        x │ y
        z │ w
        """)
  }

  @Test func a_form_in_a_table_keeps_its_labels() throws {
    let page = try webPage(
      """
      <form><table><tr><th><label for=a>Name</label><td><input id=a name=a size=5>
      <tr><th><label for=b>Town</label><td><input id=b name=b size=5></table></form>
      """)
    #expect(page.text == ["[Name: _____] [1]", "[Town: _____] [2]"])
  }

  @Test func text_between_rows_is_not_lost() throws {
    let text = try webText("<table>a<tr><td>b<td>c<tr>d<td>e<td>f</table>")
    #expect(text == "ad\nb │ c\ne │ f")
  }

  @Test func a_large_table_is_laid_out_at_once() throws {
    let rows = (1...1000).map {
      "<tr><td>\($0)<td>Patient number \($0)<td><a href=/p/\($0)>Open</a></tr>"
    }
    let page = try webPage("<table><tr><th>ID<th>Name<th>\(rows.joined())</table>")
    #expect(page.lines.count == 1002)
    #expect(page.focusables.count == 1000)
    #expect(page.text[1001] == "1000 │ Patient number 1000 │ Open [1000]")
  }

  @Test func no_span_makes_a_table_endless() throws {
    let page = try webPage(
      "<table><tr><th colspan=999999 rowspan=999999>a<th>b<tr><td>c<td>d</table>")
    #expect(page.text.joined().contains("a"))
    #expect(page.lines.count < 20)
  }
}
