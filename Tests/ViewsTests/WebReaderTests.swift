import Emulation
import Testing
import Views

/// What the reader makes of HTML, written out again: `<p>One</p>`.
private func tree(_ html: String) -> String {
  func written(_ nodes: [HTMLNode]) -> String {
    nodes.map { node -> String in
      switch node {
      case .text(let text): return text
      case .element(let element):
        let attributes = element.attributes.sorted { $0.key < $1.key }
          .map { " \($0.key)=\($0.value)" }.joined()
        return "<\(element.name)\(attributes)>\(written(element.children))</\(element.name)>"
      }
    }.joined()
  }
  return written(HTMLDocument(html).root.children)
}

@Suite struct WebReaderTests {
  @Test(arguments: [
    ("<P Class=a ID='b c' x=\"&lt;\" y>T</P >", "<p class=a id=b c x=< y=>T</p>"),
    ("<a b=1 b=2 c = 3/>t", "<a b=1 c=3/>t</a>"),
    ("a<!-- <b> --c-->d<!-->e<!--->f<!--x--!>g", "adefg"),
    ("<!DOCTYPE html><?xml x?></ x>a</>b", "ab"),
    ("1 < 2 <3 <", "1 < 2 <3 <"),
    ("a<b", "a"), ("a<b c='", "a"), ("a</", "a</"), ("a<!-- b", "a"),
    ("<script>if (a</b) '<!--'</SCRIPT >x", "<script>if (a</b) '<!--'</script>x"),
    ("<title>a<b>&amp;</title>", "<title>a<b>&</title>"),
    ("<textarea>\n\n<p>&lt;</textarea>", "<textarea>\n<p><</textarea>"),
    ("<style>p > a { }", "<style>p > a { }</style>"),
    ("<br/>a<img src=x>b</br>", "<br></br>a<img src=x></img>b<br></br>"),
    ("<svg><path/><g>x</g></svg>y", "<svg><path></path><g>x</g></svg>y"),
  ])
  func tokens_are_read_as_browsers_read_them(_ html: String, _ expected: String) {
    #expect(tree(html) == expected)
  }

  @Test(arguments: [
    ("&amp;&lt;&gt;&quot;&apos;&nbsp;", "&<>\"'\u{A0}"), ("&eacute;&Uuml;&szlig;&yuml;", "éÜßÿ"),
    ("&euro;&hellip;&mdash;&rarr;&check;", "€…—→✓"), ("&#65;&#x42;&#X43;&#68", "ABCD"),
    ("&#0;&#xD800;&#99999999;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("&#128;&#x99;", "€™"), ("&copy 2024 &ampx &notit;", "© 2024 &x ¬it;"),
    ("&unknown; & &; &# &#x; a&b", "&unknown; & &; &# &#x; a&b"),
  ])
  func entities_stand_for_characters(_ html: String, _ expected: String) {
    #expect(tree(html) == expected)
  }

  @Test func entities_in_addresses_need_their_semicolon() {
    #expect(tree("<a href='?a=1&copy=2&lt;&amp;c&reg'>") == "<a href=?a=1&copy=2<&c®></a>")
  }

  @Test(arguments: [
    ("<p>a<p>b<div>c</div>d", "<p>a</p><p>b</p><div>c</div>d"),
    (
      "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
      "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"
    ),
    ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
    (
      "<table><thead><tr><th>a<tbody><tr><td>b<td>c<tr><td>d</table>e",
      "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td><td>c</td></tr>"
        + "<tr><td>d</td></tr></tbody></table>e"
    ),
    (
      "<select><optgroup label=x><option>a<option>b<optgroup label=y><option>c</select>d",
      "<select><optgroup label=x><option>a</option><option>b</option></optgroup>"
        + "<optgroup label=y><option>c</option></optgroup></select>d"
    ),
    ("<h1>a<h2>b</h1>c", "<h1>a</h1><h2>b</h2>c"),
    ("<html><head><title>t</title></head><body><p>a</body></html>", "<title>t</title><p>a</p>"),
    ("<form><form>a</form>b</form>c", "<form>a</form>bc"),
    ("<button>a<p>b</button>c", "<button>a<p>b</p></button>c"),
  ])
  func end_tags_may_be_left_out(_ html: String, _ expected: String) {
    #expect(tree(html) == expected)
  }

  @Test(arguments: [
    ("<b>a<i>b</b>c</i>d", "<b>a<i>b</i></b><i>c</i>d"),
    ("<p><b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>"),
    ("<b>a<p>b</b>c</p>d", "<b>a</b><p><b>b</b>c</p>d"),
    ("<a href=x>a<a href=y>b</a>", "<a href=x>a</a><a href=y>b</a>"),
    ("a</p></b></div></table>b", "ab"),
    ("<div><span>a</div>b</span>c", "<div><span>a</span></div>bc"),
    ("<table><tr><td><b>a</table>b", "<table><tr><td><b>a</b></td></tr></table>b"),
    ("<div><table><tr><td>a</div>b</table>c", "<div><table><tr><td>ab</td></tr></table>c</div>"),
    ("<ul><li>a</ul></li>b", "<ul><li>a</li></ul>b"),
  ])
  func misnested_tags_are_mended(_ html: String, _ expected: String) {
    #expect(tree(html) == expected)
  }

  /// Text that makes careless readers slow or deep, each of thousands of bytes.
  static let hostile: [(String, String)] = [
    ("open tags", String(repeating: "<div>", count: 1_000)),
    ("open formats", String(repeating: "<b><i>", count: 1_000)),
    ("paragraphs in open formats", String(repeating: "<b><p>x", count: 750)),
    ("end tags", String(repeating: "</b></p></i></table>", count: 300)),
    ("open comments", String(repeating: "<!--", count: 1_250)),
    ("open brackets", String(repeating: "<", count: 5_000)),
    ("open attributes", "<a " + String(repeating: "b='", count: 1_650)),
    ("many attributes", "<a " + (0..<750).map { "b\($0) " }.joined()),
    ("open scripts", String(repeating: "<script></scrip", count: 350)),
    ("ampersands", String(repeating: "&am", count: 1_650)),
    ("open tables", String(repeating: "<table><tr><td>x", count: 300)),
    ("open lists", String(repeating: "<ul><li>x", count: 550)),
    ("open selects", String(repeating: "<select><option>x", count: 300)),
    ("open quotes", String(repeating: "<blockquote>x", count: 400)),
    ("links", String(repeating: "<a href=x>x", count: 450)),
    ("radios", String(repeating: "<input type=radio name=a checked>", count: 150)),
    ("labels", String(repeating: "<label>x<input>", count: 325)),
    ("one long word", String(repeating: "x", count: 5_000)),
    ("coloured code", "<pre>" + String(repeating: "<i>x</i>", count: 600)),
    ("zero bytes", String(repeating: "\0<p>", count: 1_250)),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: hostile)
  func hostile_pages_are_pages(_ name: String, _ html: String) throws {
    let page = try webPage(html)
    #expect(!page.lines.isEmpty, "\(name)")
    #expect(page.lines.allSatisfy { $0.width <= 60 }, "\(name)")
  }

  @Test func any_mixture_of_tags_is_a_page() throws {
    let pieces = [
      "<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<table>", "</table>", "<tr>", "<td>",
      "</td>", "<th rowspan=3>", "<ul>", "<li>", "</ul>", "<form>", "</form>", "<input name=a>",
      "<select multiple>", "<option>", "</select>", "<label>", "</label>", "<textarea>", "<pre>",
      "</textarea>", "</pre>", "<h1>", "</h1>", "text ", "漢字", "&amp;", "<", "\n", "<div hidden>",
      "</div>", "<button>", "</button>", "<blockquote>", "</blockquote>", "<input type=radio>",
      "<nav>", "</nav>", "<fieldset>", "<legend>", "<caption>", "<br>", "<img alt=i>", "e\u{301}",
      "<script>", "</script>", "<!--", "-->", "<svg>", "</svg>", "<details>", "<summary>", "\t",
    ]
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<150 {
      var html = ""
      for _ in 0..<60 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        html += pieces[Int(state >> 33) % pieces.count]
      }
      let columns = 8 + Int(state >> 40) % 60
      var page = try webPage(html, columns: columns)
      for focus in page.focusables {
        page.toggle(focus.number)
        page.setValue("漢x", of: focus.number)
        _ = page.submission(of: focus.number)
      }
      var canvas = Canvas(rows: 10, columns: columns)
      canvas.show(page, in: canvas.bounds, focused: page.number(after: nil))
      let widest = page.lines.map(\.width).max() ?? 0
      #expect(widest <= columns, "\(html)")
    }
  }
}
