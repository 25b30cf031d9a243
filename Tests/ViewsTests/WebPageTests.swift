import Emulation
import Testing
import Views

/// The page of a piece of HTML.
func webPage(
  _ html: String, columns: Int = 60, isASCII: Bool = false,
  at url: String = "http://portal.example/patient?id=1"
) throws -> WebPage {
  WebPage(
    html: html, url: try #require(WebURL(url)), columns: columns, look: Look(isASCII: isASCII))
}

/// A page's text without blanks at the ends of its lines.
func webText(_ html: String, columns: Int = 60, isASCII: Bool = false) throws -> String {
  try webPage(html, columns: columns, isASCII: isASCII).text
    .map { $0.replacing(/\ +$/, with: "") }.joined(separator: "\n")
}

@Suite struct WebPageTests {
  @Test func a_page_reads_as_text_with_numbered_links() throws {
    let page = try webPage(
      """
      <!DOCTYPE html><html><head><title>Patient  Portal</title><style>p { color: red }</style>
      <script>document.write("<p>never</p>")</script></head>
      <body><h1>Welcome!</h1><p>You have <b>2</b> bills:
      <a href="?id=1&tab=bills">pay <i>them</i></a>.</p><noscript>No scripts.</noscript>
      """)
    #expect(page.title == "Patient Portal")
    #expect(
      page.text == [
        "Welcome!", "────────", "", "You have 2 bills: pay them [1].", "", "No scripts.",
      ])
    #expect(page.focusables.map(\.title) == ["pay them"])
    #expect(
      page.destination(of: 1)?.description == "http://portal.example/patient?id=1&tab=bills")
  }

  @Test func links_are_where_they_are_read() throws {
    let page = try webPage("<p>To <a href=/a>the first one</a> or <a href=b>two</a>", columns: 16)
    #expect(page.text == ["To the first", "one [1] or", "two [2]"])
    #expect(
      page.focusables.map(\.places) == [
        [
          Rect(row: 0, column: 3, rows: 1, columns: 9),
          Rect(row: 1, column: 0, rows: 1, columns: 7),
        ],
        [Rect(row: 2, column: 0, rows: 1, columns: 7)],
      ])
    #expect(page.focusable(atLine: 1, column: 6)?.number == 1)
    #expect(page.focusable(atLine: 1, column: 7) == nil)
    #expect(page.number(after: nil) == 1)
    #expect(page.number(after: 2) == 1)
    #expect(page.number(before: nil) == 2)
    #expect(page.number(before: 2) == 1)
  }

  @Test func a_base_moves_all_references() throws {
    let page = try webPage(
      "<base href=/docs/v2/><a href=../a>a</a><form action=send><button>Go</button></form>")
    #expect(page.destination(of: 1)?.description == "http://portal.example/docs/a")
    guard case .request(let request) = page.submission(of: 2) else {
      Issue.record("refused: \(page.submission(of: 2))")
      return
    }
    #expect(request.url.description == "http://portal.example/docs/v2/send?")
  }

  @Test func lists_nest_and_count() throws {
    let text = try webText(
      """
      <ul><li>One and more words than fit<ul><li>In</ul><li><p>Two</p><p>More</p></ul>
      <ol start=9><li>nine<li>ten</ol><ol type=i><li>a<li>b</ol>
      <dl><dt>Term<dd>What it means is this<dt>Other<dd>That</dl>
      """, columns: 20)
    #expect(
      text == """
        • One and more words
          than fit
          ◦ In
        • Two

          More

         9. nine
        10. ten

         i. a
        ii. b

        Term
            What it means is
            this
        Other
            That
        """)
  }

  @Test func quotes_code_rules_and_details_are_set_apart() throws {
    let html = """
      <blockquote>Say it<p>twice</blockquote><pre>
      if a {
      \tb <i>c</i>
      }</pre><hr><details><summary>More</summary>inside</details>
      <figure><img src=m.png alt="A map"><figcaption>Where</figcaption></figure>
      <p>Press <kbd>Enter</kbd>, <q>please</q>.<br>Twice.
      """
    #expect(
      try webText(html, columns: 20) == """
        ▌ Say it
        ▌
        ▌ twice

          if a {
                  b c
          }

        ────────────────────

        ↓ More
          inside

        [image: A map]
        Where

        Press Enter,
        “please”.
        Twice.
        """)
    #expect(
      try webText(html, columns: 20, isASCII: true).utf8.allSatisfy { $0 < 128 })
  }

  @Test func long_lines_of_code_go_on_with_a_mark() throws {
    #expect(
      try webPage("<pre>0123456789abcdef</pre>", columns: 12).text == [
        "  012345678↪", "  9abcdef",
      ])
  }

  @Test func what_is_hidden_is_left_out() throws {
    let text = try webText(
      """
      <p hidden>a<p style="color:red; display : none">b<p aria-hidden=true>c</p>
      <template><p>d</template><dialog>e</dialog><svg><title>f</title><path d="M0"/></svg>
      <img src=x.png alt=""><p>g <img src="/pic/x.png?v=1">
      """)
    #expect(text == "[image: f]\n\ng [image: x.png]")
  }

  @Test func the_bars_of_a_page_are_lines() throws {
    let text = try webText(
      """
      <header><a href=/>Portal</a></header>
      <nav><ul><li><a href=a aria-current=page>Overview</a><li><a href=b>Bills</a></ul></nav>
      <main>Text</main><footer>2024</footer>
      """)
    #expect(
      text == """
        Portal [1]

        › Overview [2] │ Bills [3]

        Text

        2024
        """)
  }

  @Test func a_link_without_words_says_where_it_leads() throws {
    #expect(
      try webText(
        "<a href=/x><img src=i.png alt=Home></a> <a href=/y></a> <a href=/z title=Zed> </a>")
        == "[image: Home] [1] /y [2] Zed [3]")
  }

  @Test func places_in_the_page_are_found_by_name() throws {
    let page = try webPage(
      "<p>a<h2 id=b>B</h2><p>c<ul><li id=d>x</ul><p><a name=e></a>y", columns: 30)
    #expect(page.text == ["a", "", "B", "", "c", "", "• x", "", "y"])
    #expect(["b", "d", "e", "top", "z"].map { page.line(ofFragment: $0) } == [2, 6, 8, 0, nil])
  }

  @Test func links_within_the_page_lead_to_its_lines() throws {
    let page = try webPage("<a href=#b>b</a> <a href='?id=2#b'>c</a><p>x<h2 id=b>B</h2>")
    #expect([1, 2].map { page.line(ofLink: $0) } == [4, nil])
  }

  @Test func alerts_stand_out() throws {
    #expect(
      try webText("<p role=alert>The bill is not paid.<p>x") == "▌ The bill is not paid.\n\nx")
  }

  @Test func a_page_of_scripts_alone_says_so() throws {
    #expect(
      try webText("<div id=root></div><script src=app.js></script>")
        == "This page is built by scripts, which are not run here.")
    #expect(try webText("<body></body>") == "This page is empty.")
  }

  @Test func every_line_fits_whatever_the_width() throws {
    let html = """
      <h1>Überschrift 漢字漢字漢字漢字漢字 and more words</h1><p>漢字 <a href=x>長い長い長い長い長い</a>
      <table><tr><th>Name<th>漢字<th>Words and words<th>X<tr><td>Averyveryverylongwordindeed
      <td>長い長い長い長い<td>one two three four five six seven<td><a href=y>Pay</a></table>
      <blockquote><ul><li><blockquote><ul><li><ul><li><pre>0123456789012345678901234</pre>
      </ul></ul></blockquote></ul></blockquote>
      <form><label>A long label for a 漢字 field <input name=a value="長い長い長い長い長い長い"></label>
      <label><input type=checkbox> I agree to all of the terms</label>
      <select><option>An option with a long name</select><textarea cols=100>漢字\u{A}x</textarea>
      <label>Date <input type=date></label><button>A button with many words on it</button>
      <select multiple><option>One<option selected>Another one with a long name</select></form>
      """
    for columns in Array(8...40) + [60, 79, 80, 81, 100, 120] {
      let page = try webPage(html, columns: columns)
      for line in page.lines where line.width > columns {
        Issue.record("\(line.width) columns of \(columns): \(line.text)")
      }
      #expect(page.focusables.map(\.number) == Array(1...10), "\(columns) columns")
    }
  }
}
